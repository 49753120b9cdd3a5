/**
 * A preset: what Fob knows of a service before anyone says a word, and the questions that are left. Data and pure
 * functions, without the profile schema's library, so that the UI can load them.
 */
import type { ProfileMembers, ServiceEntry, Tier } from '../profile.ts';

/** By the name of the question. */
export type Answers = Readonly<Record<string, string>>;

/** Holds when each named question was answered with one of the values. */
export type Condition = Readonly<Record<string, readonly string[]>>;

export interface AnswerChoice<Value extends string = string> {
  readonly value: Value;
  /** What choosing it means, in a few words. */
  readonly label: string;
  /** Offered only then. */
  readonly when?: Condition;
}

export interface Question {
  /** As in `fob profile add --preset NAME name=VALUE`; a member of a profile keeps its name. */
  readonly name: string;
  /** What a person reads before they answer, without a question mark. */
  readonly label: string;
  readonly help?: string;
  /** `id` is an environment's id, `host` a host with or without `https://` before it, `file` an absolute path. */
  readonly kind: 'text' | 'id' | 'url' | 'host' | 'file' | 'choice';
  readonly choices?: readonly AnswerChoice[];
  /** The first whose condition holds is the answer of who says nothing. */
  readonly defaults?: readonly { readonly value: string; readonly when?: Condition }[];
  readonly optional?: boolean;
  /** Asked only then; about questions that stand before this one. */
  readonly when?: Condition;
}

export interface Preset {
  /** Becomes the id of the service. */
  readonly name: string;
  /** Becomes the name of the service. */
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly questions: readonly Question[];
  /** The environment's members besides its id and tier. `answers` are those of {@link fillIn}, without problems. */
  readonly members: (answers: Answers) => ProfileMembers;
}

/** There is no answer, or none of the kind that the question asks for. */
export type AnswerProblem = 'missing' | Exclude<Question['kind'], 'text'>;

export interface AskedQuestion {
  readonly question: Question;
  /** The given answer as it was given, or else the default; empty when there is neither. */
  readonly value: string;
  readonly choices: readonly AnswerChoice[];
  /** Why the value cannot be taken. */
  readonly problem?: AnswerProblem;
}

export interface FilledIn {
  /** In the preset's order; which are asked depends on the answers before. */
  readonly asked: readonly AskedQuestion[];
  readonly answers: Answers;
}

/** Puts the given answers to a preset's questions, with the defaults for what was not given. Never throws. */
export function fillIn({ questions }: Preset, given: Answers): FilledIn {
  const asked: AskedQuestion[] = [];
  const answers: Record<string, string> = {};
  for (const question of questions) {
    if (!holds(question.when, answers)) continue;
    const value = ownValue(given, question.name) ?? defaultOf(question, answers);
    const choices = (question.choices ?? []).filter(({ when }) => holds(when, answers));
    const answer = value.trim();
    const problem = problemOf(question, answer, choices);
    asked.push({ question, value, choices, ...(problem === undefined ? {} : { problem }) });
    if (problem === undefined && answer !== '') answers[question.name] = answer;
  }
  return { asked, answers };
}

/** The service with the one environment that the answers describe. It stands for itself, without defaults. */
export function presetService(preset: Preset, answers: Answers): ServiceEntry {
  const { environment = '', tier } = answers;
  const entry = { id: environment, tier: chosen(TIER_CHOICES, tier), ...preset.members(answers) };
  return { id: preset.name, name: preset.title, environments: [entry] };
}

export const TIER_CHOICES = [
  { value: 'dev', label: 'development' },
  { value: 'test', label: 'tests' },
  { value: 'prod', label: 'production' },
] as const satisfies readonly AnswerChoice<Tier>[];

/** The answer as one of its choices. Throws when it is none: then it did not pass {@link fillIn}. */
export function chosen<Value extends string>(
  choices: readonly AnswerChoice<Value>[],
  answer: string | undefined,
): Value {
  const choice = choices.find(({ value }) => value === answer);
  if (choice === undefined) throw new Error('The answer is none of its choices.');
  return choice.value;
}

/** What a person may write for a host: alone, or as a URL. */
export function hostUrl(text: string): string {
  return withoutSlash(text.includes('://') ? text : `https://${text}`);
}

export const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

function holds(condition: Condition | undefined, answers: Answers): boolean {
  return Object.entries(condition ?? {}).every(([name, values]) => values.includes(answers[name] ?? ''));
}

function defaultOf({ defaults = [] }: Question, answers: Answers): string {
  return defaults.find(({ when }) => holds(when, answers))?.value ?? '';
}

/** Names come from outside: `constructor` is no answer. */
const ownValue = (given: Answers, name: string): string | undefined =>
  Object.hasOwn(given, name) ? given[name] : undefined;

/** What is plainly wrong. Whether the whole is a good profile is for the host to say. */
function problemOf(
  { kind, optional = false }: Question,
  value: string,
  choices: readonly AnswerChoice[],
): AnswerProblem | undefined {
  if (value === '') return optional ? undefined : 'missing';
  return kind === 'text' || isOfKind[kind](value, choices) ? undefined : kind;
}

type Check = (value: string, choices: readonly AnswerChoice[]) => boolean;

const isOfKind: Readonly<Record<Exclude<AnswerProblem, 'missing'>, Check>> = {
  id: (value) => /^[a-z0-9][a-z0-9-]*$/.test(value),
  url: isWebUrl,
  host: (value) => isWebUrl(hostUrl(value)),
  file: (value) => /^(\/|[a-z]:[\\/]|\\\\)/i.test(value),
  choice: (value, choices) => choices.some((choice) => choice.value === value),
};

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** What to say of a problem, in a sentence. `choices` are the values that can be chosen. */
export const ANSWER_PROBLEMS: Readonly<Record<AnswerProblem, (choices: readonly string[]) => string>> = {
  missing: () => 'This needs an answer.',
  id: () => 'Use lower-case letters, digits and hyphens, such as "test".',
  url: () => 'Give a whole URL, such as https://login.example.com.',
  host: () => 'Give the name of a host, such as login.example.com.',
  file: () => 'Give the whole path of the file, from the root on.',
  choice: (choices) => `Choose one of: ${choices.join(', ')}.`,
};
