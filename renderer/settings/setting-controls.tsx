import { useId } from 'react';
import type { ReactNode } from 'react';
import type { SettingsChange } from '../../shared/settings-schema.ts';
import { useWords } from '../language/language.tsx';
import { Picker } from '../ui/fields.tsx';
import type { Choice } from '../ui/choice-list.tsx';
import { Switch } from '../ui/switch.tsx';
import { useSaveSetting } from './use-save-setting.ts';

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

export function Section({ title, children }: SectionProps) {
  const titleId = useId();
  return (
    <section className="settings-section" aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      <div className="settings-fields">{children}</div>
    </section>
  );
}

interface ChoiceSettingProps<Value extends string> {
  readonly label: string;
  readonly help?: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  /** What a choice changes. */
  readonly change: (value: Value) => SettingsChange;
}

/** One of several, saved as soon as it is chosen. */
export function ChoiceSetting<Value extends string>({ change, ...props }: ChoiceSettingProps<Value>) {
  const save = useSaveSetting();
  const { label, value, choices } = props;
  const choose = (chosen: Value) => {
    if (chosen === value) return;
    const said = choices.find((choice) => choice.value === chosen)?.label ?? chosen;
    save(`${label}: ${said}`, change(chosen), change(value));
  };
  return <Picker {...props} onChange={choose} />;
}

interface SwitchSettingProps {
  readonly label: string;
  readonly help: string;
  readonly isOn: boolean;
  readonly change: (isOn: boolean) => SettingsChange;
}

/** On or off, saved as soon as it is switched. */
export function SwitchSetting({ label, help, isOn, change }: SwitchSettingProps) {
  const words = useWords().settings;
  const save = useSaveSetting();
  const toggle = (wanted: boolean) =>
    save(`${label}: ${wanted ? words.on : words.off}`, change(wanted), change(isOn));
  return <Switch label={label} help={help} isOn={isOn} onChange={toggle} />;
}
