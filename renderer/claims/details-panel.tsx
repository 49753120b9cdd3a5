import { useId } from 'react';
import type { ReactNode } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView, ServiceView } from '../../shared/snapshot.ts';
import { MainAction } from '../environments/main-action.tsx';
import { StatusRing } from '../environments/status-ring.tsx';
import { StatusText } from '../environments/status-text.tsx';
import { EnvironmentName } from '../environments/tier-mark.tsx';
import { useEnvironmentActions } from '../environments/use-environment-actions.ts';
import type { EnvironmentActions } from '../environments/use-environment-actions.ts';
import { HistorySections } from '../history/history-sections.tsx';
import { useWords } from '../language/language.tsx';
import { useDialogs } from '../navigation/dialogs.tsx';
import { useNavigation } from '../navigation/navigation.tsx';
import { ChangedEndpoints } from '../profiles/changed-endpoints.tsx';
import { MissingSecrets } from '../profiles/missing-secrets.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { SidePanel } from '../ui/side-panel.tsx';
import { PersonSection } from './person-section.tsx';
import { ProfileFacts, TimeFacts } from './profile-facts.tsx';
import { TokenSection } from './token-section.tsx';

interface DetailsPanelProps {
  readonly service: ServiceView;
  readonly environment: EnvironmentView;
  readonly onClose: () => void;
  readonly onRemove: (address: Address) => void;
  readonly onSignIn: (environment: EnvironmentView) => void;
}

/** Everything about one environment: its status, its token's claims, its profile. */
export function DetailsPanel(props: DetailsPanelProps) {
  const { service, environment, onClose, onRemove, onSignIn } = props;
  const { address, status, missingSecrets } = environment;
  const {
    claims: words,
    profiles: { editor },
  } = useWords();
  const { editProfile } = useDialogs();
  const actions = useEnvironmentActions(address);
  const canAsk = status !== 'locked' && status !== 'invalid' && missingSecrets.length === 0;
  return (
    <SidePanel title={words.detailsOf(address)} onClose={onClose}>
      <div className="details">
        <Summary
          service={service}
          environment={environment}
          actions={actions}
          canAsk={canAsk}
          onSignIn={onSignIn}
        />
        <MissingSecrets address={address} members={missingSecrets} />
        {missingSecrets.length === 0 && <Problem environment={environment} />}
        {canAsk && <TokenSection environment={environment} />}
        {canAsk && isAboutPerson(environment) && (
          <PersonSection key={`${address} ${environment.receivedAt ?? 0}`} address={address} />
        )}
        <Section title={words.sections.times}>
          <TimeFacts environment={environment} />
        </Section>
        <HistorySections environment={environment} />
        <Section title={words.sections.profile}>
          <ProfileFacts environment={environment} />
          <div className="details-actions">
            <Button icon="pencil" onPress={() => editProfile(address)}>
              {editor.menu}
            </Button>
            <Button look="danger" icon="trash" onPress={() => onRemove(address)}>
              {words.remove}
            </Button>
          </div>
        </Section>
      </div>
    </SidePanel>
  );
}

/** With client credentials alone nobody signed in. */
function isAboutPerson({ receivedAt, grantType }: EnvironmentView): boolean {
  return receivedAt !== undefined && grantType !== 'client_credentials';
}

function Problem({ environment }: Pick<DetailsPanelProps, 'environment'>) {
  const { problem, endpointChanges } = environment;
  return endpointChanges === undefined ? (
    <ErrorNote error={problem} />
  ) : (
    <ChangedEndpoints environment={environment} changes={endpointChanges} />
  );
}

interface SummaryProps extends Pick<DetailsPanelProps, 'service' | 'environment' | 'onSignIn'> {
  readonly actions: EnvironmentActions;
  readonly canAsk: boolean;
}

function Summary({ service, environment, actions, canAsk, onSignIn }: SummaryProps) {
  const { address, id, tier, pinned } = environment;
  const words = useWords().claims;
  const { go } = useNavigation();
  const statusId = useId();
  return (
    <div className="details-summary">
      <StatusRing environment={environment} size={44} />
      <div className="details-status">
        <span className="cell-title">
          <EnvironmentName id={id} tier={tier} />
        </span>
        <StatusText id={statusId} environment={environment} />
        <span className="muted">{service.name}</span>
      </div>
      <div className="details-actions">
        <MainAction
          environment={environment}
          actions={actions}
          statusId={statusId}
          isDisabled={!canAsk}
          onSignIn={onSignIn}
        />
        <Button icon="refresh" isDisabled={!canAsk} onPress={() => void actions.refresh()}>
          {words.refresh}
        </Button>
        <Button icon="pin" aria-pressed={pinned} onPress={() => void actions.setPinned(!pinned)}>
          {pinned ? words.pinned : words.pin}
        </Button>
        <Button icon="compare" onPress={() => go({ kind: 'compare', left: address })}>
          {words.compare}
        </Button>
        <Button icon="question" onPress={() => go({ kind: 'refusal', address })}>
          {words.refused}
        </Button>
      </div>
    </div>
  );
}

/** A part of the details with its heading. */
function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="details-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
