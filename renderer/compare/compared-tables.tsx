import { useState } from 'react';
import { claimHelp } from '../claims/claim-help.ts';
import type { ClaimPart } from '../claims/claim-help.ts';
import { useClaimHelp } from '../claims/use-claim-help.ts';
import type { ClaimHelpTexts } from '../language/en/claims.ts';
import { useWords } from '../language/language.tsx';
import { durationText } from '../ui/time-text.ts';
import { visibleText } from '../ui/visible-text.ts';
import { Switch } from '../ui/switch.tsx';
import { compareClaims, lifetimeOf } from './compare-claims.ts';
import type { ComparedClaim, Sign } from './compare-claims.ts';
import { ComparedValue } from './compared-value.tsx';

export interface TokenSide {
  readonly title: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

interface ComparedTablesProps {
  readonly left: TokenSide;
  readonly right: TokenSide;
}

const MARKS: Record<Sign, string> = { same: '=', differs: '≠', always: '~', left: '−', right: '+' };
const matters = ({ sign }: ComparedClaim) => sign !== 'same' && sign !== 'always';

/** Payload and header of two tokens, claim by claim. */
export function ComparedTables({ left, right }: ComparedTablesProps) {
  const words = useWords().compare;
  const [onlyDifferences, setOnly] = useState(false);
  const payload = [...lifetimes(left, right, words.lifetime), ...compareClaims(left.payload, right.payload)];
  const header = compareClaims(left.header, right.header);
  const count = [...payload, ...header].filter(matters).length;
  const shown = (claims: ComparedClaim[]) => (onlyDifferences ? claims.filter(matters) : claims);
  const sides = { left: left.title, right: right.title };
  return (
    <>
      <div className="compare-bar">
        <p role="status">
          <strong>{words.summary(count)}</strong>
        </p>
        <Switch label={words.onlyDifferences} isOn={onlyDifferences} onChange={setOnly} />
      </div>
      {onlyDifferences && count === 0 && <p className="muted">{words.nothingDiffers}</p>}
      <ComparedTable label={words.claims} part="payload" claims={shown(payload)} {...sides} />
      <ComparedTable label={words.header} part="header" claims={shown(header)} {...sides} />
    </>
  );
}

/** How long the tokens live in all, which their times do not show at a glance. */
function lifetimes(left: TokenSide, right: TokenSide, name: string): ComparedClaim[] {
  const [one, other] = [lifetimeOf(left.payload), lifetimeOf(right.payload)];
  if (one === undefined || other === undefined) return [];
  const sides = { left: durationText(one), right: durationText(other) };
  // What reads alike is alike: IdPs round to whole seconds.
  return [{ name, sign: sides.left === sides.right ? 'same' : 'differs', ...sides }];
}

interface ComparedTableProps {
  readonly label: string;
  readonly part: ClaimPart;
  readonly claims: readonly ComparedClaim[];
  readonly left: string;
  readonly right: string;
}

// The roles are written out, since a table that is laid out as a grid loses its own.
function ComparedTable({ label, part, claims, left, right }: ComparedTableProps) {
  const words = useWords().compare;
  const texts = useClaimHelp();
  if (claims.length === 0) return null;
  return (
    <table className="compared" role="table" aria-label={label}>
      <caption>{label}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {[words.claim, left, right, words.verdict].map((title, index) => (
            <th key={index} role="columnheader" scope="col">
              <bdi>{title}</bdi>
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {claims.map((claim) => (
          <ComparedRow key={claim.name} claim={claim} texts={texts} part={part} left={left} right={right} />
        ))}
      </tbody>
    </table>
  );
}

interface ComparedRowProps extends Pick<ComparedTableProps, 'part' | 'left' | 'right'> {
  readonly claim: ComparedClaim;
  readonly texts: ClaimHelpTexts | undefined;
}

function ComparedRow({ claim, texts, part, left, right }: ComparedRowProps) {
  const words = useWords().compare;
  const { name, sign } = claim;
  const help = texts === undefined ? undefined : claimHelp(texts, name, part);
  const title = name === words.lifetime ? words.lifetimeHelp : help?.title;
  return (
    <tr role="row" className={`compared-row compared-${sign}`}>
      <th role="rowheader" scope="row">
        <code>{visibleText(name)}</code>
        {title !== undefined && <span className="claim-title">{title}</span>}
      </th>
      <td role="cell" data-side={left}>
        <ComparedValue claim={claim} side="left" part={part} />
      </td>
      <td role="cell" data-side={right}>
        <ComparedValue claim={claim} side="right" part={part} />
      </td>
      <td role="cell" className="compared-verdict">
        <span aria-hidden="true">{MARKS[sign]}</span>
        {words.signs[sign]}
      </td>
    </tr>
  );
}
