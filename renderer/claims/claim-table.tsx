import { useNow } from '../ui/clock.ts';
import { relativeText } from '../ui/time-text.ts';
import { claimRows } from './claim-values.ts';
import type { ClaimRow, ClaimValue } from './claim-values.ts';

interface ClaimTableProps {
  readonly label: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly part: 'header' | 'payload';
}

/** Every claim with its value and what it means. */
export function ClaimTable({ label, claims, part }: ClaimTableProps) {
  return (
    <dl className="claims" aria-label={label}>
      {claimRows(claims, part).map((row) => (
        <Row key={row.name} row={row} />
      ))}
    </dl>
  );
}

function Row({ row: { name, help, value } }: { readonly row: ClaimRow }) {
  return (
    <div className="claim">
      <dt>
        <code>{name}</code>
        {help !== undefined && <span className="claim-title">{help.title}</span>}
      </dt>
      <dd>
        <Value value={value} />
        {help !== undefined && <p className="claim-help">{help.help}</p>}
      </dd>
    </div>
  );
}

function Value({ value }: { readonly value: ClaimValue }) {
  switch (value.kind) {
    case 'text':
      return <bdi className="claim-value">{value.text}</bdi>;
    case 'json':
      return <pre className="claim-value">{value.text}</pre>;
    case 'list':
      return (
        <ul className="chips">
          {value.items.map((item, index) => (
            <li key={`${index} ${item}`} className="chip">
              <bdi>{item}</bdi>
            </li>
          ))}
        </ul>
      );
    case 'time':
      return <Time {...value} />;
  }
}

function Time({ moment, local, utc, raw }: { moment: number; local: string; utc: string; raw: string }) {
  return (
    <div className="claim-time">
      <strong>{relativeText(moment, useNow())}</strong>
      <span>{local}</span>
      <span className="claim-utc">
        {utc} <code>{raw}</code>
      </span>
    </div>
  );
}
