import { useId, useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView, Snapshot } from '../../shared/snapshot.ts';
import type { Verification } from '../../shared/token-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { VerificationBadge } from '../claims/verification-badge.tsx';
import { findEnvironment } from '../environments/find.ts';
import { useWords } from '../language/language.tsx';
import type { Words } from '../language/words.ts';
import { guessProfile, hostOf } from '../refusal/environments.ts';
import { Button } from '../ui/button.tsx';
import { Field, Segments } from '../ui/fields.tsx';
import { ErrorNote, Note } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { decodeJwt } from './decode-jwt.ts';
import { EnvironmentPicker } from './environment-picker.tsx';

type Against = 'profile' | 'jwks' | 'jwksUri';

interface Source {
  readonly against: Against;
  readonly address: Address | '';
  readonly jwks: string;
  readonly jwksUri: string;
}

interface VerifySectionProps {
  readonly snapshot: Snapshot;
  readonly token: string;
}

/** Checks the token when a person says so, and says before what will be fetched from where. */
export function VerifySection({ snapshot, token }: VerifySectionProps) {
  const calls = useCalls();
  const words = useWords().inspect.verify;
  const titleId = useId();
  const [source, setSource] = useState<Source>(() => firstSource(snapshot, token));
  const [verification, setVerification] = useState<Verification>();
  const verify = useAction(async () => {
    setVerification(undefined);
    setVerification((await calls['tokens.inspect']({ jwt: token, ...requestOf(source) })).verification);
  });
  const change = (part: Partial<Source>) => {
    setSource((before) => ({ ...before, ...part }));
    setVerification(undefined);
  };
  const environment =
    source.address === '' ? undefined : findEnvironment(snapshot.services, source.address)?.environment;
  const promise = promiseOf(source, environment, words);
  return (
    <section className="verify" aria-labelledby={titleId}>
      <h2 id={titleId}>{words.title}</h2>
      <SourceFields snapshot={snapshot} source={source} onChange={change} />
      {promise !== undefined && <p className="muted">{promise}</p>}
      <div className="form-actions">
        <Button
          look="primary"
          icon="shield-check"
          isPending={verify.isPending}
          isDisabled={promise === undefined}
          onPress={() => void verify.run()}
        >
          {verify.isPending ? words.verifying : words.button}
        </Button>
      </div>
      <ErrorNote error={verify.error} isAlert />
      <div role="status">
        {verification?.kind === 'decoded' && <Note tone="warning">{words.noKeys}</Note>}
        {verification !== undefined && verification.kind !== 'decoded' && (
          <VerificationBadge verification={verification} />
        )}
      </div>
    </section>
  );
}

interface SourceFieldsProps {
  readonly snapshot: Snapshot;
  readonly source: Source;
  readonly onChange: (part: Partial<Source>) => void;
}

function SourceFields({ snapshot, source, onChange }: SourceFieldsProps) {
  const words = useWords().inspect.verify;
  const choices = (['profile', 'jwks', 'jwksUri'] as const).map((value) => ({ value, label: words[value] }));
  return (
    <>
      <Segments
        label={words.against}
        value={source.against}
        choices={choices}
        onChange={(against) => onChange({ against })}
      />
      {source.against === 'profile' &&
        (snapshot.services.length === 0 ? (
          <Note tone="info">{words.noProfiles}</Note>
        ) : (
          <EnvironmentPicker
            label={words.profileLabel}
            snapshot={snapshot}
            value={source.address}
            onChange={(address) => onChange({ address })}
          />
        ))}
      {source.against === 'jwks' && (
        <Field
          label={words.jwksLabel}
          help={words.jwksHelp}
          isCode
          rows={4}
          value={source.jwks}
          onChange={(jwks) => onChange({ jwks })}
        />
      )}
      {source.against === 'jwksUri' && (
        <Field
          label={words.jwksUriLabel}
          help={words.jwksUriHelp}
          isCode
          value={source.jwksUri}
          onChange={(jwksUri) => onChange({ jwksUri })}
        />
      )}
    </>
  );
}

/** The profile that the token seems to be of, else the first there is. */
function firstSource({ services }: Snapshot, token: string): Source {
  const environments = services.flatMap((service) => service.environments);
  const guessed = guessProfile(environments, decodeJwt(token)?.payload, undefined);
  const address = guessed ?? environments[0]?.address ?? '';
  return { against: 'profile', address, jwks: '', jwksUri: '' };
}

function requestOf({ against, address, jwks, jwksUri }: Source) {
  if (against === 'jwks') return { jwks };
  if (against === 'jwksUri') return { jwksUri: jwksUri.trim() };
  return address === '' ? {} : { for: address };
}

/** What verifying does; `undefined` while something is missing to do it. */
function promiseOf(
  { against, address, jwks, jwksUri }: Source,
  environment: EnvironmentView | undefined,
  words: Words['inspect']['verify'],
): string | undefined {
  if (against === 'jwks') return jwks.trim() === '' ? undefined : words.fetchesNothing;
  if (against === 'profile')
    return address === '' ? undefined : words.fetchesProfile(address, environment?.issuer);
  const host = hostOf(jwksUri.trim());
  return host === undefined ? undefined : words.fetchesUri(host);
}
