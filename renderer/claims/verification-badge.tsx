import type { ReactNode } from 'react';
import type { Verification } from '../../shared/token-view.ts';
import { useWords } from '../language/language.tsx';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon.tsx';
import { visibleText } from '../ui/visible-text.ts';

/** Whether the token was checked, in three looks that cannot be taken for each other. Only "verified" has a tick. */
export function VerificationBadge({ verification }: { readonly verification: Verification }) {
  const words = useWords().claims.verification;
  switch (verification.kind) {
    case 'verified':
      return (
        <Badge kind="verified" icon="shield-check" title={words.verified}>
          {visibleText(
            words.verifiedText(words.keysOf(verification.issuer, verification.algorithm, verification.keyId)),
          )}
        </Badge>
      );
    case 'not_verified':
      return (
        <Badge kind="not-verified" icon="shield-cross" title={words.notVerified}>
          {visibleText(verification.reason.message)} {visibleText(verification.reason.hint ?? '')}
        </Badge>
      );
    case 'decoded':
      return (
        <Badge kind="decoded" icon="eye" title={words.decoded}>
          {words.decodedText}
        </Badge>
      );
  }
}

interface BadgeProps {
  readonly kind: 'verified' | 'not-verified' | 'decoded' | 'told';
  readonly icon: IconName;
  readonly title: string;
  readonly children: ReactNode;
}

/** How much what is shown below can be relied on. `told`: it is somebody's word. */
export function Badge({ kind, icon, title, children }: BadgeProps) {
  return (
    <div className={`verification verification-${kind}`}>
      <Icon name={icon} size={20} />
      <p>
        <strong>{title}</strong>
        <span>{children}</span>
      </p>
    </div>
  );
}
