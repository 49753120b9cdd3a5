import { FieldError, Input, TextField } from 'react-aria-components/TextField';

interface CellInputProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly problem: string | undefined;
  readonly type?: 'text' | 'password';
  readonly onChange: (text: string) => void;
}

/** A text input whose label is the row and column it stands in. */
export function CellInput({ label, value, placeholder, problem, type = 'text', onChange }: CellInputProps) {
  return (
    <TextField
      className="field"
      aria-label={label}
      autoComplete="off"
      spellCheck="false"
      type={type}
      value={value}
      onChange={onChange}
      isInvalid={problem !== undefined}
    >
      <Input className="input input-code" dir="auto" placeholder={placeholder} />
      <FieldError className="field-problem">{problem}</FieldError>
    </TextField>
  );
}
