import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/TextField';
import type { Choice } from '../ui/fields.tsx';
import { Icon } from '../ui/icon.tsx';

interface CompactPickerProps<Value extends string> {
  /** Its name, which is not shown: what it belongs to is beside it. */
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
  readonly isInvalid?: boolean;
  /** The value is inherited: shown as a placeholder is. */
  readonly isFaint?: boolean;
}

/** One of several, where there is no room for a label: in a cell, or beside a field. */
export function CompactPicker<Value extends string>(props: CompactPickerProps<Value>) {
  const { label, value, choices, onChange, isInvalid = false, isFaint = false } = props;
  return (
    <Select
      className="field compact-picker"
      aria-label={label}
      value={value}
      onChange={(key) => onChange(key as Value)}
      isInvalid={isInvalid}
    >
      <Button className={`input picker-button ${isFaint ? 'picker-faint' : ''}`}>
        <SelectValue className="picker-value" />
        <Icon name="chevron-down" />
      </Button>
      <Popover className="popover picker-popover" offset={4}>
        <ListBox className="menu" items={choices.map((choice) => ({ id: choice.value, ...choice }))}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className="menu-item">
              <Text slot="label">{choice.label}</Text>
              {choice.help !== undefined && (
                <Text slot="description" className="menu-help">
                  {choice.help}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
