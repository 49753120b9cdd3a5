import type { TokenBinding } from '../../shared/token-view.ts';
import { useWords } from '../language/language.tsx';
import { Badge } from './verification-badge.tsx';

/** What the token is bound to, and whether this profile has it. */
export function BindingBadge({ binding }: { readonly binding: TokenBinding }) {
  const words = useWords().claims.binding;
  const { kind, matches } = binding;
  const said = matches === undefined ? 'unknown' : matches ? 'matches' : 'differs';
  const look = { unknown: 'decoded', matches: 'verified', differs: 'not-verified' } as const;
  return (
    <Badge kind={look[said]} icon={said === 'differs' ? 'error' : 'lock'} title={words[kind]}>
      {words[said][kind]}
    </Badge>
  );
}
