import type { ReactNode } from 'react';
import { certificateWarning } from '../../shared/certificate.ts';
import type { CertificateView } from '../../shared/certificate.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { useNow } from '../ui/clock.ts';
import { Icon } from '../ui/icon.tsx';
import { localText, relativeText } from '../ui/time-text.ts';
import { visibleText } from '../ui/visible-text.ts';
import { compareScopes } from './scopes.ts';
import type { ScopeLine } from './scopes.ts';

/** Where the tokens of an environment come from, as its profile says. */
export function ProfileFacts({ environment }: { readonly environment: EnvironmentView }) {
  const { issuer, tokenEndpoint, clientId, grantType, clientAuthMethod, skewMs, certificate } = environment;
  return (
    <dl className="facts">
      <Fact name="Issuer">{issuer}</Fact>
      <Fact name="Token endpoint">{tokenEndpoint}</Fact>
      <Fact name="Client id">{clientId}</Fact>
      <Fact name="Grant type">{grantType}</Fact>
      <Fact name="Client authentication">{clientAuthMethod}</Fact>
      {certificate !== undefined && <CertificateFact certificate={certificate} />}
      <Fact name="Clock of the issuer">{skewMs === undefined ? undefined : skewText(skewMs)}</Fact>
    </dl>
  );
}

/** When things happened and will happen. */
export function TimeFacts({ environment }: { readonly environment: EnvironmentView }) {
  const { receivedAt, expiresAt, refreshAt, refreshExpiresAt, lastUsedAt } = environment;
  return (
    <dl className="facts">
      <Moment name="Received" at={receivedAt} />
      <Moment name="Expires" at={expiresAt} />
      <Moment name="Next refresh" at={refreshAt} />
      <Moment name="Session ends" at={refreshExpiresAt} />
      <Moment name="Last used" at={lastUsedAt} />
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === undefined) return null;
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Whose certificate it is and when it ends, with a warning in time to get another one. */
function CertificateFact({ certificate }: { readonly certificate: CertificateView }) {
  const now = useNow();
  const { subject, issuer, expiresAt } = certificate;
  const warning = certificateWarning(certificate, now);
  return (
    <Fact name="Client certificate">
      <bdi>{visibleText(subject)}</bdi>
      {issuer !== subject && <span className="fact-aside">by {visibleText(issuer)}</span>}
      <span className={warning === undefined ? 'fact-aside' : 'fact-warning'}>
        {warning !== undefined && <Icon name="warning" />}
        {expiresAt <= now ? 'expired' : 'expires'} {relativeText(expiresAt, now)}, {localText(expiresAt)}
      </span>
    </Fact>
  );
}

function Moment({ name, at }: { readonly name: string; readonly at: number | undefined }) {
  const now = useNow();
  if (at === undefined) return null;
  return (
    <Fact name={name}>
      {relativeText(at, now)}
      <span className="fact-aside">{localText(at)}</span>
    </Fact>
  );
}

const skewText = (skewMs: number) =>
  Math.abs(skewMs) < 1000
    ? 'agrees with this machine'
    : `${(Math.abs(skewMs) / 1000).toFixed(0)} s ${skewMs > 0 ? 'ahead of' : 'behind'} this machine`;

const SCOPE_WORDS: Record<ScopeLine['state'], string> = {
  granted: '',
  extra: 'not asked for',
  absent: 'asked for, not granted',
};

interface ScopesProps {
  readonly asked: string | undefined;
  readonly granted: string | undefined;
}

/** Scopes as granted against what was asked for. */
export function Scopes({ asked, granted }: ScopesProps) {
  const lines = compareScopes(asked, granted);
  if (lines.length === 0) return <p className="muted">None asked for, none told.</p>;
  return (
    <ul className="chips" aria-label="Scopes">
      {lines.map(({ scope, state }) => (
        <li key={scope} className={`chip chip-${state}`}>
          <bdi>{scope}</bdi>
          {SCOPE_WORDS[state] !== '' && <em>{SCOPE_WORDS[state]}</em>}
        </li>
      ))}
    </ul>
  );
}
