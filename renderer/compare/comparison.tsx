import type { ReactNode } from 'react';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import type { ClaimsView } from '../../shared/token-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { NoToken } from '../claims/token-section.tsx';
import { useAnswer } from '../claims/use-answer.ts';
import type { Answer } from '../claims/use-answer.ts';
import { useClaims } from '../claims/use-claims.ts';
import { useWords } from '../language/language.tsx';
import { ErrorNote, Note } from '../ui/note.tsx';
import { ComparedTables } from './compared-tables.tsx';
import type { TokenSide } from './compared-tables.tsx';

interface EnvironmentsComparisonProps {
  readonly left: EnvironmentView;
  readonly right: EnvironmentView;
}

/** The tokens at hand of two environments. */
export function EnvironmentsComparison({ left, right }: EnvironmentsComparisonProps) {
  const answers = [useClaims(left), useClaims(right)] as const;
  const [one, other] = [sideOf(left.address, answers[0]), sideOf(right.address, answers[1])];
  if (one !== undefined && other !== undefined) return <ComparedTables left={one} right={other} />;
  return (
    <div className="compare-missing">
      {one === undefined && <Missing environment={left} answer={answers[0]} />}
      {other === undefined && right.address !== left.address && (
        <Missing environment={right} answer={answers[1]} />
      )}
    </div>
  );
}

/** The token at hand of one environment, and the one before it. */
export function RefreshComparison({ environment }: { readonly environment: EnvironmentView }) {
  const calls = useCalls();
  const words = useWords().compare;
  const { address, receivedAt } = environment;
  const present = useClaims(environment);
  const key = receivedAt === undefined ? undefined : `${address} ${receivedAt}`;
  const history = useAnswer(key, () => calls['history.profile']({ address }));
  const now = sideOf(words.after(address), present);
  if (now === undefined) return <Missing environment={environment} answer={present} />;
  if (history.kind === 'failed') return <ErrorNote error={history.error} isAlert />;
  if (history.kind !== 'ready') return <p className="muted">{words.reading}</p>;
  const { previous } = history.value;
  if (previous === undefined) return <Note tone="info">{words.noPrevious(address)}</Note>;
  return (
    <>
      <p className="muted">{words.previousNote}</p>
      <ComparedTables left={{ title: words.before(address), ...previous }} right={now} />
    </>
  );
}

/** What there is to compare of a token; of an opaque one, what its issuer says. */
function sideOf(title: string, answer: Answer<ClaimsView>): TokenSide | undefined {
  if (answer.kind !== 'ready') return undefined;
  const { accessToken, introspection } = answer.value;
  if (accessToken !== undefined) return { title, header: accessToken.header, payload: accessToken.payload };
  return introspection?.kind === 'active' ? { title, header: {}, payload: introspection.claims } : undefined;
}

interface MissingProps {
  readonly environment: EnvironmentView;
  readonly answer: Answer<ClaimsView>;
}

/** Why a side has nothing to compare. */
function Missing({ environment: { address }, answer }: MissingProps): ReactNode {
  const words = useWords().compare;
  switch (answer.kind) {
    case 'none':
      return (
        <div className="compare-none">
          <NoToken address={address} label={words.getToken(address)} help={words.noToken(address)} />
        </div>
      );
    case 'loading':
      return <p className="muted">{words.reading}</p>;
    case 'failed':
      return <ErrorNote error={answer.error} isAlert />;
    case 'ready':
      return <Note tone="info">{words.opaque(address)}</Note>;
  }
}
