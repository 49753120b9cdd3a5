/** `fob profile edit`: members of one profile from the command line, one service or the whole file in the person's editor. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostRequest } from '../../agent/ask-host.ts';
import { FobError, parseProfiles } from '../../core/index.ts';
import type { ServiceText } from '../../shared/editor-view.ts';
import type { ProfilesFile } from '../../shared/profile.ts';
import { addressPath } from '../address-path.ts';
import { runChild } from '../child-program.ts';
import type { Command, CommandContext, Output } from '../command.ts';
import { profileMembers } from '../profile-members.ts';
import { withoutPassphrase } from '../without-passphrase.ts';
import { added, addText, fail, fileOf, memberOf, profileValidate } from './profile.ts';

export const profileEdit: Command = {
  name: 'profile edit',
  parameters: '[ADDRESS] [MEMBER=VALUE...]',
  summary: 'changes members of a profile; without any, in your EDITOR',
  options: {},
  arity: { min: 0, max: 100 },
  run: async (context) => {
    const [typed, ...members] = context.args.positionals;
    if (typed === undefined) return editFile(context);
    const address = addressPath(typed);
    return members.length === 0 ? editService(address, context) : changeMembers(address, members, context);
  },
};

/** A profile file with this one profile, and its service's defaults. */
async function exported(address: string, { host }: CommandContext): Promise<string> {
  const body = { addresses: [address] };
  return ((await host.call({ method: 'POST', path: '/v1/export', body })) as { text: string }).text;
}

/** A member without a value is taken away; then the service's default counts, where there is one. */
async function changeMembers(
  address: string,
  members: readonly string[],
  context: CommandContext,
): Promise<Output> {
  const text = await exported(address, context);
  const [service] = (JSON.parse(text) as ProfilesFile).services;
  const changes = members.map(memberOf);
  const environments = service?.environments.map((entry) => {
    const changed = { ...entry, ...Object.fromEntries(changes) };
    return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== ''));
  });
  const answer = addText(fileOf({ id: service?.id, environments }), context);
  return added(await answer.catch((error: unknown) => fail(error, true)), 'changed');
}

/** The whole service, since its environments share the defaults. What the host does not take stays where the person can go on with it. */
async function editService(address: string, context: CommandContext): Promise<Output> {
  const [service = ''] = address.split('/');
  const { text: before = '' } = (await ask({ method: 'POST', body: { service } }, context)) as ServiceText;
  // Also one that cannot be used can be mended; where there is none at all, the host says so.
  if (!mentions(before, address)) await profileMembers(context.host, address);
  const directory = await mkdtemp(join(tmpdir(), 'fob-edit-'));
  const file = join(directory, 'profile.json');
  const forget = (): Promise<void> => rm(directory, { recursive: true, force: true });
  const text = await editedIn(file, before, context).catch(async (error: unknown) => {
    await forget();
    throw error;
  });
  if (text !== before)
    await save({ service, before, text }, context).catch((error: unknown) => {
      throw notSaved(error, file);
    });
  await forget();
  return text === before
    ? { text: 'Nothing was changed', json: { addresses: [] } }
    : { text: `${address} changed`, json: { addresses: [address] } };
}

function mentions(text: string, address: string): boolean {
  if (text === '') return false;
  const { services } = JSON.parse(text) as ProfilesFile;
  return services.some(({ id, environments }) =>
    environments.some((entry) => `${id}/${entry.id}` === address),
  );
}

const ask = (request: Omit<HostRequest, 'path'>, { host }: CommandContext): Promise<unknown> =>
  host.call({ ...request, path: '/v1/service' });

async function editedIn(file: string, text: string, context: CommandContext): Promise<string> {
  await writeFile(file, text, { mode: 0o600 });
  await runEditor(file, context);
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new FobError('usage', 'The editor left no file; nothing was saved.', { cause });
  });
}

/** An environment that is not in the text any more would lose its secrets: that has a command of its own. */
async function save(
  change: { readonly service: string; readonly before: string; readonly text: string },
  context: CommandContext,
): Promise<void> {
  const [was, is] = [addressesOf(change.before), addressesOf(change.text)];
  // Of a text that cannot be read the host says why.
  const gone = is.length === 0 ? undefined : was.find((address) => !is.includes(address));
  if (gone !== undefined)
    throw new FobError('usage', `${gone} is not in it any more. To remove it: fob profile remove ${gone}`);
  await ask({ method: 'PUT', body: change }, context);
}

const addressesOf = (text: string): readonly string[] => [...parseProfiles(text).profiles.keys()];

function notSaved(error: unknown, file: string): unknown {
  if (!(error instanceof FobError)) return error;
  const hint = `Nothing was saved. What you wrote is in ${file}: correct it, then: fob profile add --file ${file}`;
  return new FobError(error.code, error.message, { hint, cause: error });
}

async function editFile(context: CommandContext): Promise<Output> {
  await runEditor(join(context.dataDirectory, 'profiles.json'), context);
  return profileValidate.run(context);
}

/** `VISUAL` and `EDITOR` may hold arguments, as git takes them. */
async function runEditor(file: string, { env, terminal }: CommandContext): Promise<void> {
  if (!terminal.interactive)
    throw new FobError('usage', 'An editor can only be opened in a terminal.', {
      hint: 'Say what to change, for example: fob profile edit acme/dev scope=orders',
    });
  const editor = [env.VISUAL, env.EDITOR].find((name) => name !== undefined && name.trim() !== '') ?? usual;
  const [program = usual, ...args] = editor.trim().split(/\s+/);
  const code = await runChild(program, [...args, file], { env: withoutPassphrase(env) });
  if (code !== 0) throw new FobError('usage', `The editor ended with ${code}; nothing was saved.`);
}

const usual = process.platform === 'win32' ? 'notepad' : 'vi';
