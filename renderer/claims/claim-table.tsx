import { useWords } from '../language/language.tsx';
import { RelativeTime } from './relative-time.tsx';
import type { ClaimPart } from './claim-help.ts';
import { claimRows } from './claim-values.ts';
import type { ClaimRow, ClaimValue } from './claim-values.ts';
import { useClaimHelp } from './use-claim-help.ts';

interface ClaimTableProps {
  readonly label: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly part: ClaimPart;
}

/** Every claim with its value and what it means. */
export function ClaimTable({ label, claims, part }: ClaimTableProps) {
  const words = useWords();
  const help = useClaimHelp();
  return (
    <dl className="claims" aria-label={label}>
      {claimRows(claims, part, { words, help }).map((row) => (
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
        <ClaimText value={value} />
        {help !== undefined && <p className="claim-help">{help.help}</p>}
      </dd>
    </div>
  );
}

/** The value of a claim, in the form that reads best. */
export function ClaimText({ value }: { readonly value: ClaimValue }) {
  switch (value.kind) {
    case 'text':
      return (
        <bdi dir="auto" className="claim-value">
          {value.text}
        </bdi>
      );
    case 'json':
      return (
        <pre dir="ltr" className="claim-value">
          {value.text}
        </pre>
      );
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
      <strong>
        <RelativeTime moment={moment} />
      </strong>
      <span>{local}</span>
      <span className="claim-utc">
        {utc} <code>{raw}</code>
      </span>
    </div>
  );
}
