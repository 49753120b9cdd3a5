import { useRef, useState } from 'react';
import type { IconName } from './icon.tsx';
import { later } from './later.tsx';
import { LightButton } from './light-button.tsx';
import type { LightButtonProps } from './light-button.tsx';

const Hint = later(async () => (await import('./hint.tsx')).Hint);

interface LightIconButtonProps extends Omit<LightButtonProps, 'children' | 'aria-label' | 'ref'> {
  readonly icon: IconName;
  /** Its accessible name, shown as a tooltip. */
  readonly label: string;
}

/** `IconButton` for what is there from the first picture on: its tooltip is made when somebody comes near it. */
export function LightIconButton({ label, className = '', ...props }: LightIconButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [wasMet, meet] = useState(false);
  return (
    <>
      <LightButton
        {...props}
        ref={button}
        aria-label={label}
        className={`icon-button ${className}`}
        onPointerEnter={() => meet(true)}
        onFocus={() => meet(true)}
      />
      {wasMet && <Hint of={button} text={label} />}
    </>
  );
}
