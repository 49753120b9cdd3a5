import type { Address } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { Picker } from '../ui/fields.tsx';
import type { Choice } from '../ui/fields.tsx';

interface EnvironmentPickerProps {
  readonly label: string;
  readonly snapshot: Snapshot;
  readonly value: Address | '';
  /** The word for "none of them", where that can be chosen. */
  readonly none?: string;
  readonly onChange: (address: Address | '') => void;
}

/** One of all environments. */
export function EnvironmentPicker({ label, snapshot, value, none, onChange }: EnvironmentPickerProps) {
  const choices = snapshot.services.flatMap(({ name, environments }) =>
    environments.map(({ address }): Choice<Address | ''> => ({ value: address, label: address, help: name })),
  );
  return (
    <Picker
      label={label}
      value={value}
      choices={none === undefined ? choices : [{ value: '', label: none }, ...choices]}
      onChange={onChange}
    />
  );
}
