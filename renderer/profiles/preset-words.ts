import { ANSWER_PROBLEMS } from '../../shared/presets/preset.ts';
import type { AskedQuestion, Preset, Question } from '../../shared/presets/preset.ts';
import type { Words } from '../language/words.ts';

type Texts = Words['presets'];

interface Wording {
  readonly label: string;
  readonly help?: string;
  readonly choices?: Readonly<Record<string, string>>;
}

interface PresetWording {
  readonly summary: string;
  readonly questions: Readonly<Record<string, Wording>>;
}

/** The preset with its texts in a language. It asks the same and makes the same profiles. */
export function presetInWords(preset: Preset, texts: Texts): Preset {
  const known: Readonly<Record<string, PresetWording>> = texts?.presets ?? {};
  const wording = known[preset.name];
  if (wording === undefined) return preset;
  const { summary, questions } = wording;
  return {
    ...preset,
    summary,
    questions: preset.questions.map((question) => inWords(question, questions[question.name])),
  };
}

function inWords(question: Question, wording: Wording | undefined): Question {
  if (wording === undefined) return question;
  const { label, help, choices: labels } = wording;
  const choices = question.choices?.map((choice) => ({
    ...choice,
    label: labels?.[choice.value] ?? choice.label,
  }));
  return {
    ...question,
    label,
    ...(help === undefined ? {} : { help }),
    ...(choices === undefined ? {} : { choices }),
  };
}

/** Why an answer cannot be taken, in a sentence. `undefined` when it can. */
export function problemInWords({ problem, choices }: AskedQuestion, texts: Texts): string | undefined {
  if (problem === undefined) return undefined;
  return (texts?.problems ?? ANSWER_PROBLEMS)[problem](choices.map(({ value }) => value));
}
