import { Select } from 'react-aria-components/Select';
import { ChoiceList, ChosenButton } from '../ui/choice-list.tsx';
import type { Choice } from '../ui/choice-list.tsx';

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
      <ChosenButton isFaint={isFaint} />
      <ChoiceList choices={choices} />
    </Select>
  );
}
