import { createContext, use, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Menu, MenuItem, Popover, Text } from 'react-aria-components/Menu';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { LightButton } from './light-button.tsx';

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
  /** The items, asked for when the menu opens. */
  readonly items: () => ReactNode;
}

/** What an entry does when it is chosen: the menu closes first, so that a dialog gives the focus back to the button. */
const ChoiceContext = createContext((action: () => void) => action());

/** A button with a menu that is made only when it opens, so that a long list stays quick. */
export function MenuButton({
  label,
  menuLabel = label,
  items,
  disabledKeys = [],
  ...button
}: MenuButtonProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  // With the keyboard the first item is focused, with a pointer only the menu.
  const [opened, setOpened] = useState<'by_key' | 'by_pointer'>();
  const isOpen = opened !== undefined;
  const chosen = useRef<() => void>(undefined);
  useEffect(() => {
    if (isOpen || chosen.current === undefined) return;
    const action = chosen.current;
    chosen.current = undefined;
    trigger.current?.focus();
    action();
  }, [isOpen]);
  const choose = (action: () => void) => {
    chosen.current = action;
    setOpened(undefined);
  };
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
        <Popover
          className="popover"
          triggerRef={trigger}
          isOpen
          onOpenChange={() => setOpened(undefined)}
          placement="bottom end"
          offset={4}
          aria-label={menuLabel}
        >
          <Menu
            className="menu"
            aria-label={menuLabel}
            autoFocus={opened === 'by_key' ? 'first' : true}
            disabledKeys={disabledKeys}
            onClose={() => setOpened(undefined)}
          >
            <ChoiceContext value={choose}>{items()}</ChoiceContext>
          </Menu>
        </Popover>
      )}
    </>
  );
}

interface MenuEntryProps {
  readonly id: string;
  readonly icon?: IconName;
  readonly label: string;
  readonly help?: string;
  /** Shows the help as code. */
  readonly isCode?: boolean;
  readonly tone?: 'danger';
  readonly onAction: () => void;
}

/** One thing that a menu offers. */
export function MenuEntry({ id, icon, label, help, isCode = false, tone, onAction }: MenuEntryProps) {
  const choose = use(ChoiceContext);
  const looks = ['menu-item', icon && 'menu-item-icon', tone && `menu-item-${tone}`];
  return (
    <MenuItem
      id={id}
      className={looks.filter(Boolean).join(' ')}
      textValue={label}
      onAction={() => choose(onAction)}
    >
      {icon !== undefined && <Icon name={icon} />}
      <Text slot="label">{label}</Text>
      {help !== undefined && (
        <Text slot="description" className={isCode ? 'menu-help menu-code' : 'menu-help'}>
          {help}
        </Text>
      )}
    </MenuItem>
  );
}
