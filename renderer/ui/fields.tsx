import type { ReactNode, Ref } from 'react';
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup';
import { Select } from 'react-aria-components/Select';
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components/TextField';
import type { TextFieldProps } from 'react-aria-components/TextField';
import { ChoiceList, ChosenButton } from './choice-list.tsx';
import type { Choice } from './choice-list.tsx';

export interface FieldProps extends Omit<TextFieldProps, 'className' | 'children'> {
  readonly label: string;
  readonly help?: ReactNode;
  /** What is wrong with the value; makes the field invalid. */
  readonly problem?: string | undefined;
  readonly placeholder?: string;
  /** For values that are code: ids, URLs, JSON. */
  readonly isCode?: boolean;
  /** With a number of rows it is a text area. */
  readonly rows?: number;
  readonly inputRef?: Ref<HTMLInputElement & HTMLTextAreaElement>;
}

/** A labelled text input with a help text and its problem beneath. */
export function Field({
  label,
  help,
  problem,
  placeholder,
  isCode = false,
  rows,
  inputRef,
  ...props
}: FieldProps) {
  const shared = {
    className: isCode ? 'input input-code' : 'input',
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(inputRef === undefined ? {} : { ref: inputRef }),
  };
  const code = isCode ? { spellCheck: 'false' as const, autoCapitalize: 'off', autoCorrect: 'off' } : {};
  return (
    <TextField autoComplete="off" {...code} {...props} className="field" isInvalid={problem !== undefined}>
      <Label className="field-label">{label}</Label>
      {rows === undefined ? <Input {...shared} /> : <TextArea {...shared} rows={rows} />}
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
    </TextField>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly help?: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
  readonly problem?: string | undefined;
}

/** One of a few, all in sight. */
export function Segments<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>) {
  return (
    <RadioGroup
      className="field"
      orientation="horizontal"
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
    >
      <Label className="field-label">{label}</Label>
      <div className="segments">
        {choices.map((choice) => (
          <RadioField key={choice.value} value={choice.value} className="segment-field">
            <RadioButton className="segment">{choice.label}</RadioButton>
          </RadioField>
        ))}
      </div>
    </RadioGroup>
  );
}

/** One of several, with a line of help for each. */
export function Picker<Value extends string>({
  label,
  help,
  value,
  choices,
  onChange,
  problem,
}: ChoiceProps<Value>) {
  return (
    <Select
      className="field"
      value={value}
      onChange={(key) => onChange(key as Value)}
      isInvalid={problem !== undefined}
    >
      <Label className="field-label">{label}</Label>
      <ChosenButton />
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
      <ChoiceList choices={choices} />
    </Select>
  );
}
