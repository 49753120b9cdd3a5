import type { ComponentProps } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

export interface LightButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'disabled'> {
  readonly look?: 'plain' | 'quiet' | 'primary';
  readonly icon?: IconName;
  readonly isDisabled?: boolean;
  /** Keeps the focus and says that it is busy. */
  readonly isPending?: boolean;
  readonly excludeFromTabOrder?: boolean;
}

/**
 * The browser's own button with the look of `Button`, for long lists: the component library's costs about ten times as
 * much to draw, and a list of environments has hundreds of them.
 */
export function LightButton({
  look = 'quiet',
  icon,
  isDisabled = false,
  isPending = false,
  excludeFromTabOrder = false,
  className = '',
  onClick,
  children,
  ...props
}: LightButtonProps) {
  return (
    <button
      {...props}
      type="button"
      className={`button light-button button-${look} ${className}`}
      disabled={isDisabled}
      {...(isPending ? { 'aria-disabled': true, 'data-pending': true } : { onClick })}
      {...(excludeFromTabOrder ? { tabIndex: -1 } : {})}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}
