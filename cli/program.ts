/** From the command line to an exit code: finds the command, runs it, prints its answer or its error. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
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
import { commandHelp, programHelp, usageLine } from './help.ts';
import { createHostClient } from './host-client.ts';
import { createTerminal } from './terminal.ts';

/** Runs the command line. `answer` is what the host already answered to it, when the short way could not end there. */
export async function runProgram(args: readonly string[], answer?: AgentAnswer): Promise<number> {
  const json = args.includes('--json');
  try {
    const output = await run(args, answer);
    const text = json ? JSON.stringify(output.json, null, 2) : output.text;
    if (text !== '' && !(json && output.json === null)) process.stdout.write(`${text}\n`);
    return output.exitCode ?? 0;
  } catch (error) {
    return reportError(error, json);
  }
}

async function run(args: readonly string[], answer: AgentAnswer | undefined): Promise<Output> {
  const [first, second] = args;
  if (first === '--version' || first === '-V') return { text: VERSION, json: { version: VERSION } };
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    const text = programHelp(COMMANDS);
    return { text, json: { help: text } };
  }
  const command = findCommand(first, second);
  const rest = args.slice(command.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    const text = commandHelp(command);
    return { text, json: { help: text } };
  }
  const context = createContext(command, rest);
  if (answer === undefined) return command.run(context);
  return answeredAlready(command, context, answer);
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
  const hint = family.length > 0 ? `Try one of: ${family.join(', ')}.` : '"fob help" lists all commands.';
  const said = family.length > 0 && second?.startsWith('-') === false ? `${first} ${second}` : first;
  throw new FobError('usage', `There is no command "${said.slice(0, 80)}".`, { hint });
}

function createContext(command: Command, rest: readonly string[]): CommandContext {
  const { env, platform } = process;
  const directory = dataDirectory(env, platform, homedir());
  const endpoint = agentEndpoint({ env, platform, uid: process.getuid?.(), dataDirectory: directory });
  const passphrase = () => passphraseOf(env);
  return {
    env,
    passphrase,
    dataDirectory: directory,
    terminal: createTerminal(env),
    args: parseArguments(rest, command.options, { ...command.arity, usage: usageLine(command) }),
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
