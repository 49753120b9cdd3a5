import type { ReactNode } from 'react';
import { Button, ListBox, ListBoxItem, Popover, SelectValue, Text } from 'react-aria-components/Select';
import { Icon } from './icon.tsx';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly help?: string;
}

/** What is chosen in a `Select`, which opens the list. `isFaint`: it is inherited, and shown as a placeholder is. */
export function ChosenButton({ isFaint = false }: { readonly isFaint?: boolean }) {
  return (
    <Button className={isFaint ? 'input picker-button picker-faint' : 'input picker-button'}>
      <SelectValue className="picker-value" />
      <Icon name="chevron-down" />
    </Button>
  );
}

interface ChoiceListProps<Value extends string> {
  readonly choices: readonly Choice<Value>[];
  /** What to say when there is none. */
  readonly empty?: string;
  /** Stands beneath the list. */
  readonly children?: ReactNode;
}

/** What opens beneath a picker: its choices, with a line of help for each. */
export function ChoiceList<Value extends string>({ choices, empty, children }: ChoiceListProps<Value>) {
  return (
    <Popover className="popover picker-popover" offset={4}>
      <ListBox
        className="menu"
        items={choices}
        {...(empty === undefined ? {} : { renderEmptyState: () => <p className="picker-note">{empty}</p> })}
      >
        {({ value, label, help }) => (
          <ListBoxItem id={value} textValue={label} className="menu-item">
            <Text slot="label">{label}</Text>
            {help !== undefined && (
              <Text slot="description" className="menu-help">
                {help}
              </Text>
            )}
          </ListBoxItem>
        )}
      </ListBox>
      {children}
    </Popover>
  );
}
