import type { AskedQuestion } from '../../shared/presets/preset.ts';
import { useWords } from '../language/language.tsx';
import { Field, Picker } from '../ui/fields.tsx';
import { problemInWords } from './preset-words.ts';

interface PresetFieldProps {
  readonly asked: AskedQuestion;
  /** Before the first try nothing is called wrong. */
  readonly showsProblem: boolean;
  readonly onChange: (value: string) => void;
}

/** One question of a preset. */
export function PresetField({ asked, showsProblem, onChange }: PresetFieldProps) {
  const { profiles, presets } = useWords();
  const { question, value, choices } = asked;
  const shown = showsProblem ? problemInWords(asked, presets) : undefined;
  if (question.kind === 'choice') {
    return (
      <Picker
        label={question.label}
        value={value}
        choices={choices.map((choice) => ({ value: choice.value, label: choice.value, help: choice.label }))}
        problem={shown}
        onChange={onChange}
      />
    );
  }
  return (
    <Field
      label={question.optional === true ? profiles.preset.optional(question.label) : question.label}
      {...(question.help === undefined ? {} : { help: question.help })}
      isCode
      isRequired={question.optional !== true}
      value={value}
      problem={shown}
      onChange={onChange}
    />
  );
}
