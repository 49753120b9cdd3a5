/** From the command line to an exit code: finds the command, runs it, prints its answer or its error. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { distance } from 'fastest-levenshtein';
import { agentEndpoint } from '../agent/socket-path.ts';
import { errorView, FobError } from '../core/index.ts';
import { dataDirectory } from '../core/node/data-directory.ts';
import { ERROR_CODES } from '../shared/error-code.ts';
import { VERSION } from '../shared/version.ts';
import { startAgent } from './agent-starter.ts';
import { parseArguments } from './arguments.ts';
import type { Command, CommandContext, Output } from './command.ts';
import { COMMANDS } from './commands/registry.ts';
import type { AgentAnswer } from './fresh-token.ts';
import { commandHelp, familyHelp, programHelp, usageLine } from './help.ts';
import { createHostClient } from './host-client.ts';
import { splitWords } from './passed-on.ts';
import type { SplitWords } from './passed-on.ts';
import { createTerminal } from './terminal.ts';

/** Runs the command line. `answer` is what the host already answered to it, when the short way could not end there. */
export async function runProgram(args: readonly string[], answer?: AgentAnswer): Promise<number> {
  const words = wordsOf(args);
  const json = words.own.includes('--json');
  try {
    const output = await run(words, answer);
    const text = json ? JSON.stringify(output.json, null, 2) : output.text;
    if (text !== '' && !(json && output.json === null)) process.stdout.write(`${text}\n`);
    return output.exitCode ?? 0;
  } catch (error) {
    return reportError(error, json);
  }
}

/** All words, the command's name among the own ones. */
function wordsOf(args: readonly string[]): SplitWords {
  const command = COMMANDS.find(({ name, passesOn }) => name === args[0] && passesOn === true);
  if (command === undefined) return { own: args, passedOn: [] };
  const { own, passedOn } = splitWords(args.slice(1), command.options);
  return { own: [command.name, ...own], passedOn };
}

async function run(words: SplitWords, answer: AgentAnswer | undefined): Promise<Output> {
  const { own } = words;
  const [first, second] = own;
  if (first === '--version' || first === '-V') return { text: VERSION, json: { version: VERSION } };
  const text = first === 'help' ? helpOf(own.slice(1)) : wantsHelp(own) ? helpOf(own) : undefined;
  if (first === undefined || text !== undefined) return helpOutput(text ?? programHelp(COMMANDS));
  const command = findCommand(first, second);
  const context = createContext(command, words);
  if (answer === undefined) return command.run(context);
  return answeredAlready(command, context, answer);
}

const wantsHelp = (words: readonly string[]): boolean => words.includes('--help') || words.includes('-h');

const helpOutput = (text: string): Output => ({ text, json: { help: text } });

/** Of a command, of all that begin with the same word, or of the program; by the words that are no options. */
function helpOf(words: readonly string[]): string {
  const [first, second] = words.filter((word) => !word.startsWith('-'));
  if (first === undefined) return programHelp(COMMANDS);
  const family = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
  return second === undefined && family.length > 0
    ? familyHelp(family)
    : commandHelp(findCommand(first, second));
}

/** The host refused the request of the short way: that counts, unless what it lacked can be given now. */
async function answeredAlready(
  command: Command,
  context: CommandContext,
  answer: AgentAnswer,
): Promise<Output> {
  let asked = false;
  return context.host.recovering(context.args.positionals[0], () => {
    if (asked) return command.run(context);
    asked = true;
    return Promise.reject(context.host.errorOf(answer));
  });
}

function findCommand(first: string, second: string | undefined): Command {
  const command = COMMANDS.find(({ name }) => name === first || name === `${first} ${second ?? ''}`);
  if (command !== undefined) return command;
  const family = COMMANDS.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  const hint =
    family.length > 0 ? `Try one of: ${family.join(', ')}.` : `${guess(first)}"fob help" lists all commands.`;
  const said = family.length > 0 && second?.startsWith('-') === false ? `${first} ${second}` : first;
  throw new FobError('usage', `There is no command "${said.slice(0, 80)}".`, { hint });
}

function guess(typed: string): string {
  const [nearest] = COMMANDS.map(({ name }) => ({ name, cost: distance(name, typed.slice(0, 40)) }))
    .filter(({ name, cost }) => cost <= Math.min(2, name.length / 3))
    .sort((a, b) => a.cost - b.cost);
  return nearest === undefined ? '' : `Did you mean "fob ${nearest.name}"? `;
}

function createContext(command: Command, { own, passedOn }: SplitWords): CommandContext {
  const rest = own.slice(command.name.split(' ').length);
  // The other program may have a "--" of its own.
  const dashes = passedOn.length === 0 ? '' : ' (the first "--" stands right after ADDRESS)';
  const { env, platform } = process;
  const directory = dataDirectory(env, platform, homedir());
  const endpoint = agentEndpoint({ env, platform, uid: process.getuid?.(), dataDirectory: directory });
  const passphrase = () => passphraseOf(env);
  return {
    env,
    passphrase,
    passedOn,
    dataDirectory: directory,
    terminal: createTerminal(env),
    args: parseArguments(rest, command.options, {
      ...command.arity,
      usage: `${usageLine(command)}${dashes}`,
    }),
    host: createHostClient({
      endpoint,
      env,
      platform,
      passphrase,
      startAgent: (open) => startAgent({ endpoint, dataDirectory: directory, env }, open),
    }),
  };
}

async function passphraseOf(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { FOB_PASSPHRASE, FOB_PASSPHRASE_FILE } = env;
  if (FOB_PASSPHRASE !== undefined && FOB_PASSPHRASE !== '') return FOB_PASSPHRASE;
  if (FOB_PASSPHRASE_FILE === undefined || FOB_PASSPHRASE_FILE === '') return undefined;
  const text = await readFile(FOB_PASSPHRASE_FILE, 'utf8').catch((error: unknown) => {
    throw noPassphrase(FOB_PASSPHRASE_FILE, 'cannot be read', error);
  });
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase === '') throw noPassphrase(FOB_PASSPHRASE_FILE, 'is empty');
  return passphrase;
}

function noPassphrase(file: string, why: string, cause?: unknown): FobError {
  return new FobError('vault_locked', `FOB_PASSPHRASE_FILE names ${file}, which ${why}.`, {
    hint: 'Write the passphrase into that file, or unset the variable and run "fob unlock" in a terminal.',
    cause,
  });
}

function reportError(error: unknown, json: boolean): number {
  const view = errorView(error);
  if (json) process.stdout.write(`${JSON.stringify({ error: view }, null, 2)}\n`);
  else process.stderr.write(`fob: ${view.message}${view.hint === undefined ? '' : `\n     ${view.hint}`}\n`);
  if (view.code === 'internal' && process.env.FOB_DEBUG === '1')
    process.stderr.write(`${debugText(error)}\n`);
  return ERROR_CODES[view.code].exit;
}

/** Only names and places of code: messages of unexpected errors could hold anything. */
function debugText(error: unknown): string {
  const frames =
    error instanceof Error
      ? (error.stack ?? '').split('\n').filter((line) => line.trim().startsWith('at '))
      : [];
  return [error instanceof Error ? error.name : typeof error, ...frames].join('\n');
}
