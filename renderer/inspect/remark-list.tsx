import { useWords } from '../language/language.tsx';
import { useNow } from '../ui/clock.ts';
import { Icon } from '../ui/icon.tsx';
import { relativeText } from '../ui/time-text.ts';
import { Badge } from '../claims/verification-badge.tsx';
import type { DecodedJwt } from './decode-jwt.ts';
import { remarksOn } from './remarks.ts';
import type { Remark } from './remarks.ts';

/** What is to be known about a decoded token before anybody believes it. */
export function Remarks({ jwt }: { readonly jwt: DecodedJwt }) {
  const now = useNow();
  const { inspect, claims, ui } = useWords();
  const textOf = ({ id, at }: Remark): string => {
    const text: string | ((when: string) => string) = inspect.remarks[id];
    return typeof text === 'string' ? text : text(relativeText(at ?? now, now, ui.time));
  };
  return (
    <>
      <Badge kind="decoded" icon="eye" title={claims.verification.decoded}>
        {inspect.decoded}
      </Badge>
      <ul className="remarks" aria-label={inspect.remarks.label}>
        {remarksOn(jwt, now).map((remark) => (
          <li key={remark.id} className={`remark remark-${remark.tone}`}>
            <Icon name={remark.tone} />
            <span>{textOf(remark)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
