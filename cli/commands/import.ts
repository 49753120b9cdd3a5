import { FobError } from '../../core/index.ts';
import type { ImportSaved, ImportView } from '../../shared/import-view.ts';
import type { Address, EnvironmentEntry } from '../../shared/profile.ts';
import { addressPath } from '../address-path.ts';
import type { Command, CommandContext, Output } from '../command.ts';
import { completed } from '../import-completion.ts';
import type { Complete } from '../import-completion.ts';
import { importFiles } from '../import-files.ts';
import { table } from '../words.ts';

/** Something is not as the files had it: a profile that is not whole, a secret that was not taken. */
const NOT_ALL = 10;

export const importProfiles: Command = {
  name: 'import',
  parameters: 'FILE|FOLDER|URL|-...',
  summary: 'profiles and secrets from Postman, Insomnia, Bruno, JetBrains, curl',
  options: {
    service: { type: 'string', value: 'NAME', help: 'what to call the service' },
    replace: { type: 'boolean', help: 'replace profiles that are here already' },
    'dry-run': { type: 'boolean', help: 'only show what would be saved' },
  },
  arity: { min: 1, max: 100 },
  run: async (context) => {
    const { args, host, terminal } = context;
    const files = await importFiles(args.positionals, terminal);
    const service = args.text('service');
    const body = service === undefined ? { files } : { files, service };
    const found = (await host.call({ method: 'POST', path: '/v1/import', body })) as ImportView;
    const complete = await completed(found, terminal);
    if (args.flag('dry-run')) return report(found, complete);
    if (complete.addresses.length === 0) throw nothingWhole(complete);
    const request = {
      id: found.id,
      text: JSON.stringify(complete.file, null, 2),
      replace: args.flag('replace') || (await mayReplace(found, complete, context)),
    };
    const saved = (await host.call({ method: 'PUT', path: '/v1/import', body: request })) as ImportSaved;
    return report(found, complete, saved);
  },
};

/** Nobody to ask means no: the host then refuses, and says why. */
async function mayReplace(
  { existing }: ImportView,
  { addresses }: Complete,
  { terminal }: CommandContext,
): Promise<boolean> {
  const replaced = addresses.filter((address) => existing.includes(address));
  if (replaced.length === 0 || !terminal.interactive) return false;
  const question = `Replace ${replaced.join(', ')}, with their secrets? [y/N]`;
  const answer = await terminal.readLine(question, new AbortController().signal);
  if (/^y(?:es)?$/i.test(answer.trim())) return true;
  throw new FobError('usage', 'Nothing was saved.', {
    hint: 'Give the import another name with --service NAME.',
  });
}

function nothingWhole({ leftOut }: Complete): FobError {
  const [first] = leftOut;
  const address = first?.address ?? 'SERVICE/ENVIRONMENT';
  return new FobError(
    'profile_invalid',
    `There is no whole profile in it: ${address}: ${first?.why ?? ''}.`,
    {
      hint: `Run the command in a terminal to be asked, or: fob profile add ${address} issuer=URL client_id=ID grant_type=client_credentials`,
    },
  );
}

function report(found: ImportView, complete: Complete, saved?: ImportSaved): Output {
  const rows = complete.file.services.flatMap(({ id, environments }) =>
    environments.map((entry) => rowOf(`${id}/${entry.id}`, entry, found, saved)),
  );
  const refused = saved?.refused ?? [];
  const { leftOut } = complete;
  return {
    json: {
      saved: saved !== undefined,
      formats: found.formats,
      profiles: rows,
      notes: found.notes,
      left_out: leftOut,
      refused,
    },
    text: [
      table(
        rows.map((row) => [
          row.address,
          row.result,
          row.grant_type,
          row.endpoint,
          secretsText(row.secrets, saved),
        ]),
      ),
      ...found.notes.map(
        ({ address, message }) => `note: ${address === undefined ? '' : `${address}: `}${message}`,
      ),
      ...leftOut.map(({ address, why }) => `left out: ${address}: ${why}`),
      ...refused.map(
        ({ address, member, problem }) => `not stored: ${address} ${member}: ${problem.message}`,
      ),
    ].join('\n'),
    exitCode: leftOut.length + refused.length > 0 ? NOT_ALL : 0,
  };
}

interface Row {
  readonly address: Address;
  readonly result: string;
  readonly grant_type: string;
  readonly endpoint: string;
  readonly secrets: readonly string[];
}

function rowOf(
  address: Address,
  entry: EnvironmentEntry,
  found: ImportView,
  saved: ImportSaved | undefined,
): Row {
  const isThere = found.existing.includes(address);
  const isReplaced = saved?.replaced.includes(address) === true;
  return {
    address,
    result:
      saved === undefined ? (isThere ? 'would replace' : 'would add') : isReplaced ? 'replaced' : 'added',
    grant_type: entry.grant_type ?? '',
    endpoint: entry.issuer ?? entry.token_endpoint ?? '',
    secrets: (saved?.stored ?? found.secrets)
      .filter((secret) => secret.address === address)
      .map(({ member }) => member),
  };
}

function secretsText(secrets: readonly string[], saved: ImportSaved | undefined): string {
  if (secrets.length === 0) return '';
  return `${saved === undefined ? 'with' : 'stored'} ${secrets.join(', ')}`;
}

export const exportProfiles: Command = {
  name: 'export',
  parameters: '[ADDRESS...]',
  summary: 'profiles as a profile file, without secrets',
  options: {},
  arity: { min: 0, max: 1000 },
  run: async ({ args, host }) => {
    const addresses = args.positionals.map(addressPath);
    const body = addresses.length === 0 ? {} : { addresses };
    const { text } = (await host.call({ method: 'POST', path: '/v1/export', body })) as { text: string };
    return { text: text.trimEnd(), json: JSON.parse(text) as unknown };
  },
};
