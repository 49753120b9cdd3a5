import type { RefObject } from 'react';
import { Menu, MenuItem, Popover, Separator, Text } from 'react-aria-components/Menu';
import { Icon } from './icon.tsx';
import type { MenuChoice, MenuItems } from './menu-items.ts';

interface MenuPopoverProps {
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly label: string;
  readonly items: MenuItems;
  readonly disabledKeys: readonly string[];
  /** The entry that stands for what is shown already. */
  readonly selectedKey: string | undefined;
  readonly placement: 'bottom start' | 'bottom end';
  /** With the keyboard the first item is focused, with a pointer only the menu. */
  readonly isByKey: boolean;
  readonly onChoose: (action: () => void) => void;
  readonly onClose: () => void;
}

/** The menu of a `MenuButton`, for as long as it is open. */
export function MenuPopover(props: MenuPopoverProps) {
  const { trigger, label, items, disabledKeys, selectedKey, placement, isByKey, onChoose, onClose } = props;
  return (
    <Popover
      className="popover"
      triggerRef={trigger}
      isOpen
      onOpenChange={onClose}
      placement={placement}
      offset={4}
      aria-label={label}
    >
      <Menu
        className="menu"
        aria-label={label}
        autoFocus={isByKey ? 'first' : true}
        disabledKeys={disabledKeys}
        onClose={onClose}
        {...(selectedKey === undefined
          ? {}
          : { selectionMode: 'single', disallowEmptySelection: true, selectedKeys: [selectedKey] })}
      >
        {items.map((item) =>
          item === 'separator' ? (
            <Separator key={item} className="menu-separator" />
          ) : (
            <MenuEntry key={item.id} {...item} onAction={() => onChoose(item.onAction)} />
          ),
        )}
      </Menu>
    </Popover>
  );
}

/** One thing that a menu offers. */
export function MenuEntry({ id, icon, label, help, isCode = false, tone, onAction }: MenuChoice) {
  const looks = ['menu-item', icon && 'menu-item-icon', tone && `menu-item-${tone}`];
  return (
    <MenuItem id={id} className={looks.filter(Boolean).join(' ')} textValue={label} onAction={onAction}>
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
