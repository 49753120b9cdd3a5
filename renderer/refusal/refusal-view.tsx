import type { Address } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { EnvironmentPicker } from '../inspect/environment-picker.tsx';
import { ToolView } from '../inspect/tool-view.tsx';
import { useWords } from '../language/language.tsx';
import { Explained } from './explained.tsx';
import { TokenAtHand } from './token-at-hand.tsx';
import { useRefusal } from './use-refusal.ts';
import type { RefusalState } from './use-refusal.ts';
import { VerifyButton } from './verify-button.tsx';

interface RefusalViewProps {
  readonly snapshot: Snapshot;
  readonly address?: Address;
}

/** Why an API refused, from what it answered or from the request that failed. */
export function RefusalView({ snapshot, address }: RefusalViewProps) {
  return <Refusal key={address} snapshot={snapshot} given={address} />;
}

interface RefusalProps {
  readonly snapshot: Snapshot;
  readonly given: Address | undefined;
}

function Refusal({ snapshot, given }: RefusalProps) {
  const words = useWords().refusal;
  const refusal = useRefusal(snapshot, given);
  const { address, exchange } = refusal;
  return (
    <ToolView
      words={words}
      rows={10}
      text={refusal.text}
      onText={refusal.setText}
      side={<ProfileChoice snapshot={snapshot} refusal={refusal} />}
    >
      {refusal.isEmpty ? (
        <p className="muted tool-empty">
          {words.empty}. {words.emptyHelp}
        </p>
      ) : (
        <Explained explanation={refusal.explanation} address={address} says={exchange.says} />
      )}
    </ToolView>
  );
}

interface ProfileChoiceProps {
  readonly snapshot: Snapshot;
  readonly refusal: RefusalState;
}

/** Which profile the token should be of, and what else can be looked at by it. */
function ProfileChoice({ snapshot, refusal }: ProfileChoiceProps) {
  const words = useWords().refusal;
  const { exchange, profile, token } = refusal;
  if (snapshot.services.length === 0) return null;
  return (
    <>
      <EnvironmentPicker
        label={words.profile}
        snapshot={snapshot}
        value={profile?.address ?? ''}
        none={words.noProfile}
        onChange={refusal.setChosen}
      />
      {refusal.isGuessed && <p className="muted">{words.guessed}</p>}
      {token === undefined && profile?.receivedAt !== undefined && (
        <TokenAtHand
          key={`${profile.address} ${profile.receivedAt}`}
          address={profile.address}
          isUsed={refusal.isCompared}
          onUse={refusal.setAtHand}
        />
      )}
      {exchange.found?.kind === 'jwt' && profile?.issuer !== undefined && (
        <VerifyButton
          token={exchange.found.token}
          address={profile.address}
          issuer={profile.issuer}
          verification={refusal.verification}
          onVerified={refusal.setVerification}
        />
      )}
    </>
  );
}
