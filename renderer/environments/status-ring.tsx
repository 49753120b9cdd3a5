import type { EnvironmentView } from '../../shared/snapshot.ts';
import { useTicking } from '../ui/clock.ts';
import { isUnderWay, useStatusKind } from './use-status.ts';
import type { StatusKind } from './status.ts';

const PERSON =
  'M18.5 13a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM11.5 21.5c.4-2.6 2.2-3.7 4.5-3.7s4.1 1.1 4.5 3.7';

/** The mark within the ring, on the same 32 by 32 grid: each kind of status has its own. */
const MARKS: Partial<Record<StatusKind, string>> = {
  fresh: 'M16 16h.01',
  ending: 'M16 11.5v5l3 2',
  sign_in_needed: PERSON,
  signing_in: PERSON,
  error: 'M16 10.5v6.5M16 20.99v.01',
  locked: 'M12.5 15.5h7v5.25h-7zM13.75 15.25v-1.5a2.25 2.25 0 0 1 4.5 0v1.5',
  invalid: 'M12.5 12.5l7 7M19.5 12.5l-7 7',
  secret_missing: 'M16.6 15.4a2.6 2.6 0 1 1-1.3-1.3L21 11M19.2 12l1.3 1.3',
};

const CIRCLE = { cx: 16, cy: 16, r: 13 } as const;

interface StatusRingProps {
  readonly environment: EnvironmentView;
  readonly size?: number;
}

/** A ring that runs down with the token, and a mark for what the status is. The words stand beside it. */
export function StatusRing({ environment, size = 32 }: StatusRingProps) {
  const kind = useStatusKind(environment);
  const mark = MARKS[kind];
  const { receivedAt, expiresAt } = environment;
  return (
    <svg className={`ring ring-${kind}`} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <circle className="ring-track" {...CIRCLE} />
      {isUnderWay(kind) && <circle className="ring-spinner" {...CIRCLE} pathLength="100" />}
      {!isUnderWay(kind) && expiresAt !== undefined && receivedAt !== undefined && (
        <RemainingArc from={receivedAt} to={expiresAt} />
      )}
      {kind === 'fresh' && expiresAt === undefined && <circle className="ring-left" {...CIRCLE} />}
      {mark !== undefined && <path className="ring-mark" d={mark} />}
    </svg>
  );
}

interface RemainingArcProps {
  readonly from: number;
  readonly to: number;
}

/**
 * The share of a token's life that is left; the times are in milliseconds since 1970. It moves in steps that can be seen:
 * an animation of the style sheet would draw every ring sixty times a second, since strokes are not left to the GPU.
 */
function RemainingArc({ from, to }: RemainingArcProps) {
  const steps = useTicking((now) => stepsLeft(from, to, now));
  if (steps === 0) return null;
  const share = (steps * 100) / ARC_STEPS;
  return <circle className="ring-left" {...CIRCLE} pathLength="100" strokeDasharray={`${share} 100`} />;
}

/** About one step for each pixel of the ring. */
const ARC_STEPS = 80;

function stepsLeft(from: number, to: number, now: number): number {
  const share = to > from ? (to - now) / (to - from) : 0;
  return Math.ceil(Math.min(1, Math.max(0, share)) * ARC_STEPS);
}
