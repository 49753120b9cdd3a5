import { ClaimText } from '../claims/claim-table.tsx';
import { isTimeClaim } from '../claims/claim-help.ts';
import type { ClaimPart } from '../claims/claim-help.ts';
import { claimValue } from '../claims/claim-values.ts';
import { useWords } from '../language/language.tsx';
import { visibleText } from '../ui/visible-text.ts';
import type { ComparedClaim } from './compare-claims.ts';

interface ComparedValueProps {
  readonly claim: ComparedClaim;
  readonly side: 'left' | 'right';
  readonly part: ClaimPart;
}

/** One side of a claim. What only this side has of a list is marked. */
export function ComparedValue({ claim, side, part }: ComparedValueProps) {
  const words = useWords();
  if (claim.sign === (side === 'left' ? 'right' : 'left'))
    return <span className="muted">{words.compare.absent}</span>;
  const own = side === 'left' ? claim.left : claim.right;
  const items = listOf(claim.name, own);
  if (items === undefined) return <ClaimText value={claimValue(own, isTimeClaim(claim.name, part), words)} />;
  const others = listOf(claim.name, side === 'left' ? claim.right : claim.left) ?? [];
  const mark = side === 'left' ? '−' : '+';
  return (
    <ul className="chips">
      {items.map((item) => {
        const isOwn = claim.sign === 'differs' && !others.includes(item);
        return (
          <li key={item} className={isOwn ? `chip chip-only-${side}` : 'chip'}>
            {isOwn && <span aria-hidden="true">{mark}</span>}
            <bdi>{visibleText(item)}</bdi>
            {isOwn && <span className="visually-hidden">{words.compare.signs[side]}</span>}
          </li>
        );
      })}
    </ul>
  );
}

/** The claim as a list of words, where it is one in either of its forms (RFC 7519 section 4.1.3, RFC 8693 section 4.2). */
function listOf(name: string, value: unknown): string[] | undefined {
  if (typeof value === 'string' && (name === 'scope' || name === 'scp' || name === 'aud'))
    return name === 'aud' ? [value] : [...new Set(value.split(' ').filter(Boolean))];
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.every((item) => typeof item === 'string') ? [...new Set(value)] : undefined;
}
