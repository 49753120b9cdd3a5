/** `fob profile add --preset`: a profile from answers, which are given as NAME=VALUE or asked for in a terminal. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { FobError } from '../../core/index.ts';
import { ANSWER_PROBLEMS, fillIn, presetService } from '../../shared/presets/preset.ts';
import type { Answers, AskedQuestion, Preset } from '../../shared/presets/preset.ts';
import { PRESETS } from '../../shared/presets/registry.ts';
import { SECRET_MEMBERS } from '../../shared/profile.ts';
import type { AddedProfiles, ServiceEntry } from '../../shared/profile.ts';
import type { CommandContext } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import { table } from '../words.ts';

/** Throws `usage`. */
export function presetNamed(name: string): Preset {
  const preset = PRESETS.find((known) => known.name === name);
  if (preset !== undefined) return preset;
  throw new FobError('usage', `There is no preset "${name.slice(0, 40)}".`, {
    hint: `Known are ${PRESETS.map((known) => known.name).join(', ')}.`,
  });
}

/** `name=value` in its two parts. Throws `usage`. */
export function namedValue(text: string): [name: string, value: string] {
  const index = text.indexOf('=');
  if (index < 1) throw new FobError('usage', `"${text.slice(0, 40)}" is not MEMBER=VALUE.`);
  return [text.slice(0, index), text.slice(index + 1)];
}

/** The service that the answers describe. Throws `usage` that names the answer which is missing or cannot be taken. */
export async function presetEntry(preset: Preset, { args, terminal }: CommandContext): Promise<ServiceEntry> {
  let given: Answers = Object.fromEntries(args.positionals.map(namedValue));
  refuseUnknown(
    preset,
    given,
    preset.questions.map(({ name }) => name),
  );
  for (;;) {
    const { asked, answers } = fillIn(preset, withPaths(preset, given));
    const isGiven = ({ question: { name } }: AskedQuestion) => Object.hasOwn(given, name);
    const wrong = asked.find((each) => isGiven(each) && problemOf(each) !== undefined);
    if (wrong !== undefined) throw refused(preset, wrong);
    const open = asked.filter((each) => !isGiven(each));
    const next = terminal.interactive ? open[0] : open.find((each) => problemOf(each) !== undefined);
    if (next === undefined) {
      refuseUnknown(
        preset,
        given,
        asked.map(({ question }) => question.name),
      );
      return presetService(preset, answers);
    }
    if (!terminal.interactive) throw refused(preset, next);
    const typed = await ask(preset, given, next, terminal);
    given = { ...given, [next.question.name]: typed };
  }
}

/** Files are given as seen from here; the profile is read elsewhere. */
function withPaths({ questions }: Preset, given: Answers): Answers {
  const files = questions.filter(({ kind }) => kind === 'file').map(({ name }) => name);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      files.includes(name) && value.trim() !== '' ? wholePath(value.trim()) : value,
    ]),
  );
}

const wholePath = (path: string): string => resolve(path.replace(/^~(?=[/\\])/, homedir()));

function problemOf({ question, value, choices, problem }: AskedQuestion): string | undefined {
  if (problem !== undefined) return ANSWER_PROBLEMS[problem](choices.map((choice) => choice.value));
  if (question.kind !== 'file' || value === '') return undefined;
  return existsSync(value) ? undefined : `There is no file ${value}.`;
}

/** Asks until the answer can be taken. */
async function ask(
  preset: Preset,
  given: Answers,
  asked: AskedQuestion,
  terminal: Terminal,
): Promise<string> {
  const { question, value, choices } = asked;
  const { name, label, help, optional = false } = question;
  if (choices.length > 0) terminal.say(table(choices.map((choice) => [`  ${choice.value}`, choice.label])));
  if (help !== undefined) terminal.say(`  ${help}`);
  const usual = value === '' ? (optional ? ' (optional)' : '') : ` [${value}]`;
  for (;;) {
    const line = await terminal.readLine(`${label}${usual}`, new AbortController().signal);
    const typed = line.trim() === '' ? value : line;
    const now = fillIn(preset, withPaths(preset, { ...given, [name]: typed })).asked;
    const problem = now.filter((each) => each.question.name === name).map(problemOf)[0];
    if (problem === undefined) return typed;
    terminal.say(problem);
  }
}

function refused({ name }: Preset, asked: AskedQuestion): FobError {
  const { question, value } = asked;
  const what =
    value === ''
      ? `The answer "${question.name}" is missing: ${question.label}.`
      : `The answer "${question.name}" cannot be taken. ${problemOf(asked) ?? ''}`;
  return new FobError('usage', what.trim(), {
    hint: `Give it as ${question.name}=VALUE; "fob profile presets ${name}" tells what each answer means.`,
  });
}

/** Only its name is said: what somebody gives for a secret must not come out again. */
function refuseUnknown(preset: Preset, given: Answers, wanted: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !wanted.includes(name));
  if (unknown === undefined) return;
  const name = unknown.slice(0, 40);
  if (SECRET_MEMBERS.some((member) => member === unknown)) {
    throw new FobError('usage', `"${name}" is a secret, which is never an argument.`, {
      hint: `Add the profile without it, then run: fob secret set ADDRESS ${name}`,
    });
  }
  const nearest = wanted.find((known) => distance(known, name) <= 2);
  throw new FobError('usage', `The preset ${preset.name} asks for no "${name}" here.`, {
    hint: nearest === undefined ? `It asks for ${wanted.join(', ')}.` : `Did you mean "${nearest}"?`,
  });
}

export interface NextStep {
  readonly command: string;
  readonly what: string;
}

/** From a new profile to a token in the clipboard; `missing` are the secrets that are not stored yet. */
export function nextSteps(
  { id, environments }: ServiceEntry,
  missing: AddedProfiles['missingSecrets'] = {},
): readonly NextStep[] {
  return environments.flatMap((environment) => {
    const address = `${id}/${environment.id}`;
    const secrets = missing[address] ?? [];
    const isPerson = environment.grant_type === 'authorization_code';
    return [
      ...secrets.map((member) =>
        member === 'private_key'
          ? {
              command: `fob key generate ${address}`,
              what: `or, with a key that you have: fob secret set ${address} private_key < FILE`,
            }
          : { command: `fob secret set ${address} ${member}`, what: 'asks without showing' },
      ),
      ...(isPerson ? [{ command: `fob login ${address}`, what: 'signs you in with your browser' }] : []),
      ...(environment.tier === 'prod'
        ? [{ command: `fob arm ${address}`, what: 'opens it for a while: prod is guarded' }]
        : []),
      { command: `fob copy ${address}`, what: 'puts a token into your clipboard' },
    ];
  });
}
