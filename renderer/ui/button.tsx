import type { ReactElement, ReactNode, Ref } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly look?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly icon?: IconName;
  readonly className?: string;
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = 'plain', icon, className = '', children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={`button button-${look} ${className}`}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label' | 'icon'> {
  readonly icon: IconName;
  /** Its accessible name, shown as a tooltip. */
  readonly label: string;
}

/** A button that is only a picture: its name shows on hover and keyboard focus. */
export function IconButton({ label, className = '', look = 'quiet', ...props }: IconButtonProps) {
  return (
    <WithTooltip text={label}>
      <Button {...props} look={look} aria-label={label} className={`icon-button ${className}`} />
    </WithTooltip>
  );
}

/** Adds a tooltip to a button of this file. */
function WithTooltip({ text, children }: { readonly text: string; readonly children: ReactElement }) {
  return (
    <TooltipTrigger delay={600}>
      {children}
      <Tooltip className="tooltip" offset={6}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
