import type { StatusKind, StatusLine } from './status.ts';

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

const RADIUS = 13;

/** A ring that runs down with the token, and a mark for what the status is. The words stand beside it. */
export function StatusRing({ status, size = 32 }: { readonly status: StatusLine; readonly size?: number }) {
  const { kind, share } = status;
  const mark = MARKS[kind];
  const isUnderWay = kind === 'refreshing' || kind === 'signing_in';
  const left = share ?? (kind === 'fresh' ? 1 : 0);
  return (
    <svg className={`ring ring-${kind}`} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <circle className="ring-track" cx="16" cy="16" r={RADIUS} />
      {isUnderWay && <circle className="ring-spinner" cx="16" cy="16" r={RADIUS} pathLength="100" />}
      {!isUnderWay && left > 0 && (
        <circle
          className="ring-left"
          cx="16"
          cy="16"
          r={RADIUS}
          pathLength="100"
          strokeDasharray={`${(left * 100).toFixed(2)} 100`}
        />
      )}
      {mark !== undefined && <path className="ring-mark" d={mark} />}
    </svg>
  );
}
