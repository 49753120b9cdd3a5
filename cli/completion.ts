/** What can follow in a command line that is being typed: commands, options, addresses. */
import { FORMATS } from './commands/token.ts';
import { SLOT_KINDS } from './commands/vault-slots.ts';
import { SECRET_MEMBERS } from '../shared/profile.ts';
import type { Command } from './command.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export interface Completing {
  readonly commands: readonly Command[];
  readonly addresses: () => Promise<readonly string[]>;
}

/** `words` follow `fob`; the last is the one being typed, perhaps empty. Nothing where the shell offers files. */
export async function candidates(
  words: readonly string[],
  { commands, addresses }: Completing,
): Promise<readonly string[]> {
  const typed = words.at(-1) ?? '';
  const found = following(words.slice(0, -1), typed, commands);
  const all = found.includes(ADDRESSES) ? [...found, ...(await addresses())] : found;
  return all.filter((word) => word !== ADDRESSES && word.startsWith(typed));
}

/** Stands for all addresses, which only a look at the profile file tells. */
const ADDRESSES = '<addresses>';

/** By the word that stands for it in the help. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  ADDRESS: [ADDRESSES],
  FORMAT: FORMATS,
  KIND: SLOT_KINDS,
  MEMBER: SECRET_MEMBERS,
  SHELL: SHELLS,
};

function following(
  before: readonly string[],
  typed: string,
  commands: readonly Command[],
): readonly string[] {
  const [first, second] = before;
  if (first === undefined) return [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? '')), 'help'];
  const command = commands.find(({ name }) => name === first || name === `${first} ${second ?? ''}`);
  if (command !== undefined)
    return afterCommand(before.slice(command.name.split(' ').length), typed, command);
  const family = commands.filter(({ name }) => name.startsWith(`${first} `));
  return before.length > 1 ? [] : family.map(({ name }) => name.slice(first.length + 1));
}

function afterCommand(
  words: readonly string[],
  typed: string,
  { options, parameters, passesOn = false }: Command,
): readonly string[] {
  const option = options[words.at(-1)?.replace(/^--/, '') ?? ''];
  if (option?.value !== undefined) return VALUES[option.value] ?? [];
  const given = words.filter((word, at) => !word.startsWith('-') && !takesValue(words[at - 1], options));
  if (passesOn && (given.length > 0 || words.includes('--'))) return [];
  if (typed.startsWith('-')) return [...Object.keys(options), 'json', 'help'].map((name) => `--${name}`);
  return VALUES[parameterAt(parameters, given.length)] ?? [];
}

const takesValue = (word: string | undefined, options: Command['options']): boolean =>
  word?.startsWith('--') === true && options[word.slice(2)]?.type === 'string';

/** `[ADDRESS...]` stands for any number of them. */
function parameterAt(parameters: string, index: number): string {
  const names = parameters.split(' ');
  const name = names[index] ?? (names.at(-1)?.includes('...') === true ? names.at(-1) : '');
  return (name ?? '').replaceAll(/[[\].]/g, '');
}

/** What a shell reads once; from then on it asks `fob completion SHELL -- WORDS...` at each press of the key. */
export const COMPLETION_SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_fob() {
  local IFS=$'\\n'
  COMPREPLY=($(fob completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _fob fob`,
  zsh: `_fob() {
  local -a found
  found=(\${(f)"$(fob completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#found} )); then compadd -a found; else _files; fi
}
compdef _fob fob`,
  fish: `complete -c fob -a '(fob completion fish -- (commandline -opc)[2..-1] "$(commandline -ct)" 2>/dev/null)'`,
};
