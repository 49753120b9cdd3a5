import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FobError, parseProfiles } from '../../core/index.ts';
import { parseAddress } from '../../shared/profile.ts';
import { addressPath } from '../address-path.ts';
import type { Command, CommandContext } from '../command.ts';

const PROFILES = 'profiles.json';

export const profileAdd: Command = {
  name: 'profile add',
  parameters: '[ADDRESS MEMBER=VALUE...]',
  summary: 'adds or changes profiles: from a file, or one by its members',
  options: { file: { type: 'string', value: 'FILE|-', help: 'merge this profile file (- is stdin)' } },
  arity: { min: 0, max: 100 },
  run: async (context) => {
    const text = await profileText(context);
    const answer = (await context.host.call({ method: 'POST', path: '/v1/profiles', body: { text } })) as {
      addresses: string[];
    };
    return { text: answer.addresses.map((address) => `${address} added`).join('\n'), json: answer };
  },
};

async function profileText({ args, terminal }: CommandContext): Promise<string> {
  const file = args.text('file');
  if (file === '-') return terminal.readInput('The profile file');
  if (file !== undefined) return readText(file);
  const [address, ...members] = args.positionals;
  const parsed = parseAddress(address ?? '');
  if (parsed === undefined) {
    throw new FobError('usage', 'Give --file FILE, or an address and its members.', {
      hint: 'For example: fob profile add salus/dev issuer=https://idp.example client_id=c1 grant_type=client_credentials',
    });
  }
  const environment = { id: parsed.environment, ...Object.fromEntries(members.map(memberOf)) };
  return JSON.stringify(
    { version: 1, services: [{ id: parsed.service, environments: [environment] }] },
    null,
    2,
  );
}

/** `name=value`; a value that is a JSON object or boolean counts as that, all else is text. */
function memberOf(text: string): [string, unknown] {
  const index = text.indexOf('=');
  if (index < 1) throw new FobError('usage', `"${text.slice(0, 40)}" is not MEMBER=VALUE.`);
  const value = text.slice(index + 1);
  const isJson = value === 'true' || value === 'false' || value.startsWith('{');
  try {
    return [text.slice(0, index), isJson ? (JSON.parse(value) as unknown) : value];
  } catch (error) {
    throw new FobError('usage', `The value of ${text.slice(0, index)} is not valid JSON.`, { cause: error });
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
    const { members } = (await host.call({ method: 'GET', path: `/v1/profiles/${address}` })) as {
      members: object;
    };
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
    const file = args.positionals[0] ?? join(dataDirectory, PROFILES);
    const { profiles, problems } = parseProfiles(await readText(file));
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

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new FobError('profiles_invalid', `${path} ${absent ? 'does not exist' : 'cannot be read'}.`, {
      hint: 'Give the path of a profile file; "fob profile path" prints where yours is.',
      cause: error,
    });
  }
}
