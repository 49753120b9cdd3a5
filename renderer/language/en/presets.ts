import type { AnswerProblem, Preset, Question } from '../../../shared/presets/preset.ts';
import type { KnownPreset } from '../../../shared/presets/registry.ts';

/** What a preset and its questions say, by their names. A text that a language lacks does not compile. */
export interface PresetTexts {
  readonly presets: { readonly [Known in KnownPreset as Known['name']]: TextsOf<Known> };
  /** `choices` are the values that can be chosen. */
  readonly problems: Readonly<Record<AnswerProblem, (choices: readonly string[]) => string>>;
}

interface TextsOf<Known extends Preset> {
  readonly summary: string;
  readonly questions: {
    readonly [Asked in Known['questions'][number] as Asked['name']]: QuestionTexts<Asked>;
  };
}

type QuestionTexts<Asked extends Question> = { readonly label: string } & (Asked extends {
  readonly help: string;
}
  ? { readonly help: string }
  : unknown) &
  (Asked extends { readonly choices: readonly (infer Choice extends { readonly value: string })[] }
    ? { readonly choices: Readonly<Record<Choice['value'], string>> }
    : unknown);

/** English is what shared/presets says, as the command line does too. */
export const presets = undefined as PresetTexts | undefined;
