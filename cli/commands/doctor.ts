import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentEndpoint } from '../../agent/socket-path.ts';
import { surroundings } from '../../agent/surroundings.ts';
import { errorView, FobError, inspectVault, parseProfiles, printable } from '../../core/index.ts';
import { createAtomicFiles } from '../../core/node/atomic-files.ts';
import { hostOf } from '../../core/node/host-lock.ts';
import { systemRandom } from '../../core/node/system-random.ts';
import type { Checkup, Surroundings } from '../../shared/checkup.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { addressPath } from '../address-path.ts';
import type { Command, CommandContext } from '../command.ts';
import { diskFindings, lookAtDisk } from '../doctor/disk.ts';
import { exitCodeOf, findingsText, problem, warning } from '../doctor/finding.ts';
import type { Finding } from '../doctor/finding.ts';
import { clockFindings, hostFindings, noHostFindings, surroundingsFindings } from '../doctor/host.ts';
import type { HostFacts } from '../doctor/host.ts';
import { fileFindings, profileFindings, profilesFindings } from '../doctor/profiles.ts';
import { vaultFindings } from '../doctor/vault.ts';

/** Milliseconds: every record is opened. */
const LONG_MS = 600_000;

export const doctor: Command = {
  name: 'doctor',
  parameters: '[ADDRESS]',
  summary: 'what is right and wrong with files, vault, host, network and one profile',
  options: {},
  arity: { min: 0, max: 1 },
  run: async (context) => {
    const { args, dataDirectory, env, terminal } = context;
    const [given] = args.positionals;
    const address = given === undefined ? undefined : addressPath(given);
    const endpoint = agentEndpoint({
      env,
      platform: process.platform,
      uid: process.getuid?.(),
      dataDirectory,
    });
    const look = () => lookAtDisk(dataDirectory, endpoint, process.platform);
    const before = look();
    const { findings, facts, members } = await withHost(context, address).catch((error: unknown) => {
      if (error instanceof FobError && error.code === 'address_unknown') throw error;
      return withoutHost(context, error);
    });
    const all = unrepeated([...diskFindings(before, look()), ...findings]);
    const text = [findingsText(all, terminal), ...(members === undefined ? [] : [members])].join('\n');
    const exitCode = exitCodeOf(all);
    return { text, json: { healthy: exitCode === 0, findings: all, ...facts }, exitCode };
  },
};

/** Without a host several looks can meet the same trouble. */
function unrepeated(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

interface Examined {
  readonly findings: readonly Finding[];
  /** For `--json`. */
  readonly facts: object;
  /** The profile as it is resolved, for people. */
  readonly members?: string;
}

type Answer = Checkup & { readonly host: Surroundings };
type Profiles = Pick<Snapshot, 'services' | 'problems'>;

async function withHost(context: CommandContext, address: string | undefined): Promise<Examined> {
  const { dataDirectory, host, terminal } = context;
  const status = { method: 'GET', path: '/v1/status' } as const;
  const running = await host.callRunning(status);
  const facts = (running ?? (await host.call(status))) as HostFacts;
  const { passphrase, trouble } = await givenPassphrase(context);
  const ask = (path: string): Promise<Answer> =>
    terminal.during(
      'Looking at every record',
      host.call({ method: 'POST', path, body: passphrase, deadlineMs: LONG_MS }),
    ) as Promise<Answer>;
  const { answer, invalid } = await checkupOf(address, ask);
  const { services, problems } = (await host.call({ method: 'GET', path: '/v1/profiles' })) as Profiles;
  const now = Date.now();
  const view = services
    .flatMap(({ environments }) => environments)
    .find((known) => known.address === address);
  const { vault, settings, profile } = answer;
  const findings = [
    ...hostFindings(facts, await hostOf(dataDirectory), running === undefined),
    ...surroundingsFindings(answer.host),
    ...clockFindings(services),
    ...vaultFindings(vault),
    ...trouble,
    ...settings.map((text) => warning('Settings', `settings.json: ${text}; its default counts`)),
    ...profilesFindings(services, problems, now),
    ...invalid,
    ...(profile === undefined ? [] : profileFindings(profile, view, now)),
  ];
  const members = profile && membersText(profile.address, profile.members);
  return {
    findings,
    facts: { host: facts, surroundings: answer.host, vault, settings, profile, status: view },
    ...(members === undefined ? {} : { members }),
  };
}

/** A profile that cannot be used is a finding; everything else is told all the same. */
async function checkupOf(
  address: string | undefined,
  ask: (path: string) => Promise<Answer>,
): Promise<{ answer: Answer; invalid: readonly Finding[] }> {
  if (address === undefined) return { answer: await ask('/v1/checkup'), invalid: [] };
  try {
    return { answer: await ask(`/v1/checkup/${address}`), invalid: [] };
  } catch (error) {
    if (!(error instanceof FobError) || !error.code.startsWith('profile')) throw error;
    return { answer: await ask('/v1/checkup'), invalid: [problem(address, errorView(error))] };
  }
}

async function givenPassphrase({
  passphrase,
}: CommandContext): Promise<{ passphrase: object; trouble: readonly Finding[] }> {
  try {
    const given = await passphrase();
    return { passphrase: given === undefined ? {} : { passphrase: given }, trouble: [] };
  } catch (error) {
    return { passphrase: {}, trouble: [problem('Vault', errorView(error))] };
  }
}

/** What can be told without a host: from the files alone, none of which is changed. */
async function withoutHost({ dataDirectory }: CommandContext, error: unknown): Promise<Examined> {
  const own = surroundings(process);
  const files = createAtomicFiles(dataDirectory);
  const trying = async (work: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> => {
    try {
      return await work();
    } catch (trouble) {
      return [problem('Files', errorView(trouble))];
    }
  };
  const findings = [
    ...noHostFindings(errorView(error), await hostOf(dataDirectory), lastWords(dataDirectory)),
    ...surroundingsFindings(own),
    ...(await trying(async () => vaultFindings(await inspectVault(files, systemRandom)))),
    ...(await trying(async () => {
      const bytes = await files.read('profiles.json');
      if (bytes === undefined) return [];
      return fileFindings(parseProfiles(new TextDecoder().decode(bytes)).problems);
    })),
  ];
  return { findings, facts: { host: null, surroundings: own } };
}

/** The log was redacted when it was written. */
function lastWords(dataDirectory: string): string | undefined {
  try {
    const lines = readFileSync(join(dataDirectory, 'run', 'agent.log'), 'utf8')
      .trim()
      .split('\n');
    const last = lines.slice(-2).map((line) => line.trim());
    return printable(last.join(' ')) || undefined;
  } catch {
    return undefined;
  }
}

function membersText(address: string, members: object): string {
  const lines = Object.entries(members).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`);
  return [`${address}, as resolved`, ...lines].join('\n');
}
