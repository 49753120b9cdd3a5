import { PRESETS } from '../../shared/presets/registry.ts';
import type { Condition, Preset, Question } from '../../shared/presets/preset.ts';
import type { Command } from '../command.ts';
import { table } from '../words.ts';
import { presetNamed } from './profile-preset.ts';

export const profilePresets: Command = {
  name: 'profile presets',
  parameters: '[NAME]',
  summary: 'the services that Fob knows, or what one of them asks',
  options: {},
  arity: { min: 0, max: 1 },
  run: ({ args, terminal }) => {
    const [name] = args.positionals;
    if (name === undefined) {
      terminal.say('Add one with: fob profile add --preset NAME (in a terminal it asks for the rest)\n');
      const rows = PRESETS.map((preset) => [preset.name, preset.title, preset.summary]);
      return Promise.resolve({ text: table(rows), json: PRESETS.map(presetJson) });
    }
    const preset = presetNamed(name);
    return Promise.resolve({ text: presetText(preset), json: presetJson(preset) });
  },
};

type Defaults = NonNullable<Question['defaults']>;

function presetText({ title, summary, questions }: Preset): string {
  const rows = questions.flatMap((question) => [
    [question.name, question.label + remarks(question)],
    ...(question.help === undefined ? [] : [['', question.help]]),
    ...(question.choices ?? []).map(({ value, label, when }) => ['', `  ${value}: ${label}${only(when)}`]),
  ]);
  return `${title}. ${summary}\n\n${table(rows)}`;
}

function remarks({ optional = false, defaults = [], when }: Question): string {
  return [...(optional ? [' (optional)'] : []), usual(defaults), only(when)].join('');
}

/** More than two would hide the question; `--json` has them all. */
function usual(defaults: Defaults): string {
  if (defaults.length === 0) return '';
  if (defaults.length > 2) return ' [follows from the answers before]';
  return ` [${defaults.map(({ value, when }) => `${value}${only(when)}`).join('; ')}]`;
}

/** Such as ` (with grant_type=password)`. */
function only(condition: Condition | undefined): string {
  const parts = Object.entries(condition ?? {}).map(([name, values]) => `${name}=${values.join('|')}`);
  return parts.length === 0 ? '' : ` (with ${parts.join(' ')})`;
}

/** The data of the preset as it is. */
function presetJson({ name, title, summary, questions }: Preset): object {
  return { name, title, summary, questions };
}
