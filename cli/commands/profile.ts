import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FobError, parseProfiles } from '../../core/index.ts';
import type { Preset } from '../../shared/presets/preset.ts';
import { parseAddress } from '../../shared/profile.ts';
import type { AddedProfiles } from '../../shared/profile.ts';
import { addressPath } from '../address-path.ts';
import { profileMembers } from '../profile-members.ts';
import type { Command, CommandContext, Output } from '../command.ts';
import { table } from '../words.ts';
import { namedValue, nextSteps, presetEntry, presetNamed } from './profile-preset.ts';

const PROFILES = 'profiles.json';

export const profileAdd: Command = {
  name: 'profile add',
  parameters: '[ADDRESS] [MEMBER=VALUE...]',
  summary: 'adds or changes profiles: from a file, a preset, or one by its members',
  options: {
    file: { type: 'string', value: 'FILE|-', help: 'merge this profile file (- is stdin)' },
    preset: { type: 'string', value: 'NAME', help: 'a service that Fob knows; asks for what is not given' },
  },
  arity: { min: 0, max: 100 },
  run: async (context) => {
    const name = context.args.text('preset');
    if (name !== undefined) return addPreset(presetNamed(name), context);
    const text = await profileText(context);
    const isTyped = context.args.text('file') === undefined;
    return added(await addText(text, context).catch((error: unknown) => fail(error, isTyped)));
  },
};

async function addPreset(preset: Preset, context: CommandContext): Promise<Output> {
  if (context.args.text('file') !== undefined)
    throw new FobError('usage', 'Give either --file or --preset, not both.');
  const entry = await presetEntry(preset, context);
  const answer = await addText(fileOf(entry), context);
  const { text, json } = added(answer);
  const steps = nextSteps(entry, answer.missingSecrets);
  const rows = steps.map(({ command, what }) => [`  ${command}`, what]);
  return {
    text: `${text}\n\nNext:\n${table(rows)}`,
    json: { ...json, next_steps: steps.map(({ command }) => command) },
  };
}

const IN_WHAT_WAS_GIVEN = /^the given profile file, line \d+, column \d+: /;

/** Whoever typed the members has no file with lines in it; what is wrong in the profile file is another matter. */
export function fail(error: unknown, isTyped: boolean): never {
  if (!isTyped || !(error instanceof FobError) || !IN_WHAT_WAS_GIVEN.test(error.message)) throw error;
  throw new FobError(error.code, error.message.replace(IN_WHAT_WAS_GIVEN, ''), {
    hint: 'Nothing was saved. Type it again with that put right.',
    cause: error,
  });
}

export async function addText(text: string, { host }: CommandContext): Promise<AddedProfiles> {
  const answer = await host.call({ method: 'POST', path: '/v1/profiles', body: { text } });
  return answer as AddedProfiles;
}

export function added(
  { addresses, replaced }: AddedProfiles,
  over: 'replaced' | 'changed' = 'replaced',
): { text: string; json: object } {
  const lines = addresses.map((address) => `${address} ${replaced.includes(address) ? over : 'added'}`);
  return { text: lines.join('\n'), json: { addresses, ...(replaced.length === 0 ? {} : { replaced }) } };
}

async function profileText({ args, terminal }: CommandContext): Promise<string> {
  const file = args.text('file');
  if (file === '-') return terminal.readInput('The profile file');
  if (file !== undefined) return readText(file);
  const [address, ...members] = args.positionals;
  const parsed = parseAddress(address ?? '');
  if (parsed === undefined) {
    throw new FobError('usage', 'Give --file FILE, or an address and its members.', {
      hint: 'For example: fob profile add acme/dev issuer=https://idp.example client_id=c1 grant_type=client_credentials; or a service that Fob knows: fob profile presets',
    });
  }
  const environment = { id: parsed.environment, ...Object.fromEntries(members.map(memberOf)) };
  return fileOf({ id: parsed.service, environments: [environment] });
}

/** The text of a profile file with this service alone; whether it is a good one, the host says. */
export function fileOf(service: object): string {
  return JSON.stringify({ version: 1, services: [service] }, null, 2);
}

/** A value that is a JSON object or boolean counts as that, all else is text. */
export function memberOf(text: string): [string, unknown] {
  const [name, value] = namedValue(text);
  const isJson = value === 'true' || value === 'false' || value.startsWith('{');
  try {
    return [name, isJson ? (JSON.parse(value) as unknown) : value];
  } catch (error) {
    throw new FobError('usage', `The value of ${name} is not valid JSON.`, { cause: error });
  }
}

export const profileShow: Command = {
  name: 'profile show',
  parameters: 'ADDRESS',
  summary: "a profile's settings, defaults included",
  options: {},
  arity: { min: 1, max: 1 },
  run: async ({ args, host }) => {
    const address = addressPath(args.positionals[0]);
    const members = await profileMembers(host, address);
    return { text: JSON.stringify(members, null, 2), json: { address, ...members } };
  },
};

export const profileRemove: Command = {
  name: 'profile remove',
  parameters: 'ADDRESS',
  summary: 'removes a profile with its secrets and tokens',
  options: {},
  arity: { min: 1, max: 1 },
  run: async ({ args, host }) => {
    const address = addressPath(args.positionals[0]);
    await host.call({ method: 'DELETE', path: `/v1/profiles/${address}` });
    return { text: `${address} removed`, json: { address, removed: true } };
  },
};

export const profileValidate: Command = {
  name: 'profile validate',
  parameters: '[FILE]',
  summary: 'says what is wrong in a profile file, with line and column',
  options: {},
  arity: { min: 0, max: 1 },
  run: async ({ args, dataDirectory }) => {
    const [given] = args.positionals;
    const file = given ?? join(dataDirectory, PROFILES);
    const { profiles, problems } = parseProfiles(await readText(file, given === undefined ? BEGIN : GIVE));
    const lines = problems.map(
      ({ line, column, message, address }) =>
        `${file}:${line}:${column}: ${address === undefined ? '' : `${address}: `}${message}`,
    );
    const count = `${profiles.size} ${profiles.size === 1 ? 'profile' : 'profiles'} can be used`;
    return {
      text: [...lines, count].join('\n'),
      json: { file, addresses: [...profiles.keys()], problems },
      exitCode: problems.length === 0 ? 0 : 10,
    };
  },
};

export const profilePath: Command = {
  name: 'profile path',
  parameters: '',
  summary: 'where the profile file is',
  options: {},
  arity: { min: 0, max: 0 },
  run: ({ dataDirectory }) => {
    const path = join(dataDirectory, PROFILES);
    return Promise.resolve({ text: path, json: { path } });
  },
};

const GIVE = 'Give the path of a profile file; "fob profile path" prints where yours is.';
const BEGIN =
  'Add a first profile, which makes it: "fob profile presets" lists the services that Fob knows, "fob profile add --help" tells of others.';

async function readText(path: string, hint = GIVE): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new FobError('profiles_invalid', `${path} ${absent ? 'does not exist' : 'cannot be read'}.`, {
      hint,
      cause: error,
    });
  }
}
