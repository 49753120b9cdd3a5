/** What the files of an import do not say: asked for in a terminal, left out elsewhere. */
import { FobError } from '../core/index.ts';
import type { ImportView } from '../shared/import-view.ts';
import { GRANT_TYPES } from '../shared/profile.ts';
import type { Address, EnvironmentEntry, GrantType, ProfilesFile } from '../shared/profile.ts';
import type { Terminal } from './terminal.ts';

/** What of an import can be saved. */
export interface Complete {
  readonly file: ProfilesFile;
  readonly addresses: readonly Address[];
  readonly leftOut: readonly { readonly address: string; readonly why: string }[];
}

/** Rejects with `usage` for an answer that cannot be one. */
export async function completed({ text, problems }: ImportView, terminal: Terminal): Promise<Complete> {
  const file = JSON.parse(text) as ProfilesFile;
  const leftOut: Complete['leftOut'][number][] = [];
  for (const service of file.services) {
    const whole: EnvironmentEntry[] = [];
    for (const environment of service.environments) {
      const address = `${service.id}/${environment.id}`;
      const problem = problems.find((each) => each.address === address);
      if (problem === undefined) whole.push(environment);
      else if (terminal.interactive && hasIdp(environment))
        whole.push(await asked(environment, address, terminal));
      else leftOut.push({ address, why: problem.message });
    }
    service.environments = whole;
  }
  const services = file.services.filter(({ environments }) => environments.length > 0);
  const addresses = services.flatMap(({ id, environments }) =>
    environments.map((environment): Address => `${id}/${environment.id}`),
  );
  return { file: { ...file, services }, addresses, leftOut };
}

const hasIdp = ({ issuer, token_endpoint }: EnvironmentEntry): boolean =>
  issuer !== undefined || token_endpoint !== undefined;

async function asked(
  entry: EnvironmentEntry,
  address: string,
  terminal: Terminal,
): Promise<EnvironmentEntry> {
  const ask = async (question: string): Promise<string> =>
    (await terminal.readLine(`${address}: ${question}`, new AbortController().signal)).trim();
  return {
    ...entry,
    client_id: entry.client_id ?? (await ask('client_id')),
    grant_type: entry.grant_type ?? (await askedGrant(ask, terminal)),
  };
}

async function askedGrant(
  ask: (question: string) => Promise<string>,
  terminal: Terminal,
): Promise<GrantType> {
  terminal.say(GRANT_TYPES.map((grant) => `  ${grant}`).join('\n'));
  const typed = await ask('grant_type');
  const grant = GRANT_TYPES.find((known) => known === typed);
  if (grant !== undefined) return grant;
  throw new FobError('usage', 'That is none of these grants.', {
    hint: 'Nothing was saved. Import it once more.',
  });
}
