import type { ReactNode } from 'react';
import { certificateWarning } from '../../shared/certificate.ts';
import type { CertificateView } from '../../shared/certificate.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import type { Words } from '../language/words.ts';
import { useNow, useTicking } from '../ui/clock.ts';
import { Icon } from '../ui/icon.tsx';
import { localText, relativeText } from '../ui/time-text.ts';
import { visibleText } from '../ui/visible-text.ts';
import { RelativeTime } from './relative-time.tsx';

/** Where the tokens of an environment come from, as its profile says. */
export function ProfileFacts({ environment }: { readonly environment: EnvironmentView }) {
  const words = useWords().claims.facts;
  const { issuer, tokenEndpoint, clientId, grantType, clientAuthMethod, skewMs, certificate } = environment;
  return (
    <dl className="facts">
      <Fact name={words.issuer}>{issuer}</Fact>
      <Fact name={words.tokenEndpoint}>{tokenEndpoint}</Fact>
      <Fact name={words.clientId}>{clientId}</Fact>
      <Fact name={words.grantType}>{grantType}</Fact>
      <Fact name={words.clientAuthMethod}>{clientAuthMethod}</Fact>
      {certificate !== undefined && <CertificateFact certificate={certificate} />}
      <Fact name={words.clock}>{skewMs === undefined ? undefined : skewText(skewMs, words)}</Fact>
    </dl>
  );
}

/** When things happened and will happen. */
export function TimeFacts({ environment }: { readonly environment: EnvironmentView }) {
  const words = useWords().claims.facts;
  const { receivedAt, expiresAt, refreshAt, refreshExpiresAt, lastUsedAt } = environment;
  const isOver = useTicking((now) => refreshExpiresAt !== undefined && refreshExpiresAt <= now);
  return (
    <dl className="facts">
      <Moment name={words.received} at={receivedAt} />
      <Moment name={words.expiresAt} at={expiresAt} />
      <Moment name={words.refreshAt} at={refreshAt} />
      <Moment name={isOver ? words.sessionOver : words.sessionEnds} at={refreshExpiresAt} />
      <Moment name={words.lastUsed} at={lastUsedAt} />
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
  const { ui, claims } = useWords();
  const words = claims.facts;
  const { subject, issuer, expiresAt } = certificate;
  const warning = certificateWarning(certificate, now);
  const when = `${relativeText(expiresAt, now, ui.time)}, ${localText(expiresAt, ui.time) ?? ''}`;
  return (
    <Fact name={words.certificate}>
      <bdi>{visibleText(subject)}</bdi>
      {issuer !== subject && <span className="fact-aside">{words.certificateBy(visibleText(issuer))}</span>}
      <span className={warning === undefined ? 'fact-aside' : 'fact-warning'}>
        {warning !== undefined && <Icon name="warning" />}
        {expiresAt <= now ? words.expired(when) : words.expires(when)}
      </span>
    </Fact>
  );
}

function Moment({ name, at }: { readonly name: string; readonly at: number | undefined }) {
  const words = useWords().ui.time;
  if (at === undefined) return null;
  return (
    <Fact name={name}>
      <span>
        <RelativeTime moment={at} />
      </span>
      <span className="fact-aside">{localText(at, words)}</span>
    </Fact>
  );
}

function skewText(skewMs: number, words: Words['claims']['facts']): string {
  const seconds = (Math.abs(skewMs) / 1000).toFixed(0);
  if (Math.abs(skewMs) < 1000) return words.clockAgrees;
  return skewMs > 0 ? words.clockAhead(seconds) : words.clockBehind(seconds);
}
