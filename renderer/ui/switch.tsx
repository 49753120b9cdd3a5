import { SwitchButton, SwitchField, Text } from 'react-aria-components/Switch';

interface SwitchProps {
  readonly label: string;
  readonly help?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** On or off, with effect at once. */
export function Switch({ label, help, isOn, onChange }: SwitchProps) {
  return (
    <SwitchField className="switch-field" isSelected={isOn} onChange={onChange}>
      <SwitchButton className="switch">
        <span className="switch-track" aria-hidden="true">
          <span className="switch-thumb" />
        </span>
        {label}
      </SwitchButton>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
    </SwitchField>
  );
}
