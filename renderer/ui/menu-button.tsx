import { useEffect, useRef, useState } from 'react';
import type { IconName } from './icon.tsx';
import { later } from './later.tsx';
import { LightButton } from './light-button.tsx';
import type { MenuItems } from './menu-items.ts';

const MenuPopover = later(async () => (await import('./menu-popover.tsx')).MenuPopover);

interface MenuButtonProps {
  readonly icon: IconName;
  /** The accessible name of the button. */
  readonly label: string;
  /** The accessible name of the menu, when it is not that of the button. */
  readonly menuLabel?: string;
  readonly look?: 'quiet' | 'primary';
  readonly className?: string;
  readonly isDisabled?: boolean;
  readonly excludeFromTabOrder?: boolean;
  readonly disabledKeys?: readonly string[];
  /** The entry that stands for what is shown already. */
  readonly selectedKey?: string;
  /** Where the menu stands by the button. */
  readonly placement?: 'bottom start' | 'bottom end';
  /** The items, asked for when the menu opens. */
  readonly items: () => MenuItems;
}

/** A button with a menu that is made only when it opens, so that a long list stays quick. */
export function MenuButton(props: MenuButtonProps) {
  const { label, menuLabel = label, items, disabledKeys = [], selectedKey, placement, ...button } = props;
  const trigger = useRef<HTMLButtonElement>(null);
  // With the keyboard the first item is focused, with a pointer only the menu.
  const [opened, setOpened] = useState<'by_key' | 'by_pointer'>();
  const isOpen = opened !== undefined;
  const chosen = useRef<() => void>(undefined);
  // What was chosen is done when the menu has closed, so that a dialog gives the focus back to the button.
  useEffect(() => {
    if (isOpen || chosen.current === undefined) return;
    const action = chosen.current;
    chosen.current = undefined;
    trigger.current?.focus();
    action();
  }, [isOpen]);
  return (
    <>
      <LightButton
        {...button}
        ref={trigger}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={(event) => setOpened(event.detail === 0 ? 'by_key' : 'by_pointer')}
      />
      {isOpen && (
        <MenuPopover
          trigger={trigger}
          label={menuLabel}
          items={items()}
          disabledKeys={disabledKeys}
          selectedKey={selectedKey}
          placement={placement ?? 'bottom end'}
          isByKey={opened === 'by_key'}
          onChoose={(action) => {
            chosen.current = action;
            setOpened(undefined);
          }}
          onClose={() => setOpened(undefined)}
        />
      )}
    </>
  );
}
