/** The profiles, and one of them in depth. */
import { certificateWarning } from '../../shared/certificate.ts';
import type { ProfileCheckup, SecretCheck } from '../../shared/checkup.ts';
import type { EnvironmentView, ProfileProblem, ServiceView } from '../../shared/snapshot.ts';
import { relative } from '../words.ts';
import { ok, problem, warning } from './finding.ts';
import type { Finding } from './finding.ts';

const GROUP = 'Profiles';

export function profilesFindings(
  services: readonly ServiceView[],
  problems: readonly ProfileProblem[],
  now: number,
): readonly Finding[] {
  const environments = services.flatMap((service) => service.environments);
  return [
    ok(GROUP, `${environments.length} ${environments.length === 1 ? 'address' : 'addresses'}`),
    ...fileFindings(problems),
    ...environments.flatMap((view) => passingFindings(view, now)),
  ];
}

export function fileFindings(problems: readonly ProfileProblem[]): readonly Finding[] {
  return problems.map(({ line, column, message }) =>
    problem(GROUP, {
      code: 'profiles_invalid',
      message: `profiles.json, line ${line}, column ${column}: ${message}`,
    }),
  );
}

/** Trouble with one of many: `fob doctor ADDRESS` makes it its own. What is damaged the vault's part tells. */
function passingFindings(
  { address, problem: trouble, certificate }: EnvironmentView,
  now: number,
): Finding[] {
  const expiring = certificateWarning(certificate, now);
  const isTold = trouble === undefined || /^(vault_|profile)/.test(trouble.code);
  return [
    ...(isTold ? [] : [warning(GROUP, `${address}: ${trouble.message}`, trouble.hint)]),
    ...(expiring === undefined ? [] : [warning(GROUP, `${address}: ${expiring}`)]),
  ];
}

/** `view` is what the host shows of it. */
export function profileFindings(
  { address, secrets, trusted }: ProfileCheckup,
  view: EnvironmentView | undefined,
  now: number,
): readonly Finding[] {
  return [
    ...secrets.map((secret) => secretFinding(address, secret)),
    ...(view === undefined ? [] : certificateFindings(address, view, now)),
    trustFinding(address, trusted),
    ...(view === undefined ? [] : tokenFindings(view, now)),
  ];
}

function secretFinding(address: string, { member, from, where = '', there }: SecretCheck): Finding {
  const place = from === 'vault' ? 'the vault' : { env: 'variable', file: 'file', exec: 'program' }[from];
  const said = `${member} from ${place}${where === '' ? '' : ` ${where}`}`;
  if (there === true) return ok(address, `${said}: there`);
  if (there === undefined)
    return ok(address, `${said}: ${from === 'exec' ? 'not run now' : 'not known while the vault is locked'}`);
  const hint =
    from === 'vault'
      ? `Store it with: fob secret set ${address} ${member}`
      : from === 'env'
        ? `The host does not have it; a command of yours that has it lends it.`
        : 'Write the file, or name another one in the profile.';
  return problem(address, { code: 'secret_missing', message: `${said}: not there`, hint });
}

function certificateFindings(address: string, { certificate }: EnvironmentView, now: number): Finding[] {
  if (certificate === undefined) return [];
  const until = new Date(certificate.expiresAt).toISOString();
  const expiring = certificateWarning(certificate, now);
  const said = `client certificate ${certificate.subject}, valid until ${until}`;
  return [expiring === undefined ? ok(address, said) : warning(address, `${said}: ${expiring}`)];
}

function trustFinding(address: string, trusted: ProfileCheckup['trusted']): Finding {
  if (trusted === undefined)
    return ok(address, 'endpoints: none is trusted yet; those of the first success will be');
  const places = Object.entries(trusted).map(([member, url]) => `${member} ${url}`);
  return ok(address, `endpoints trusted: ${places.join(', ')}`);
}

function tokenFindings(view: EnvironmentView, now: number): readonly Finding[] {
  const { address, status, expiresAt, receivedAt, problem: trouble, endpointChanges = [] } = view;
  const life = expiresAt === undefined ? '' : `, expires ${relative(expiresAt, now)}`;
  const got = receivedAt === undefined ? '' : `, received ${relative(receivedAt, now)}`;
  return [
    ok(address, `token: ${status.replaceAll('_', ' ')}${got}${life}`),
    ...(trouble === undefined ? [] : [problem(address, trouble)]),
    ...endpointChanges.map(({ member, from = 'none', to }) =>
      warning(address, `${member}: was ${from}, is ${to}`, `Agree to it with: fob profile trust ${address}`),
    ),
    ok(address, `next: ${nextOf(view, now)}`),
  ];
}

/** What happens by itself, and when. */
function nextOf(
  { address, status, signIn, refreshAt, expiresAt, pinned }: EnvironmentView,
  now: number,
): string {
  if (status === 'locked') return 'nothing until the vault is unlocked';
  if (signIn !== undefined) return `a person signs in, at the latest ${relative(signIn.expiresAt, now)}`;
  if (status === 'sign_in_needed') return `nothing until somebody signs in: fob login ${address}`;
  if (status === 'refreshing') return 'the answer of the IdP';
  const at =
    refreshAt === undefined ? '' : `${new Date(refreshAt).toISOString()} (${relative(refreshAt, now)})`;
  if (at !== '') return `a refresh at ${at}`;
  if (status === 'fresh' && expiresAt !== undefined)
    return `this token until it expires; ${pinned ? 'its refresh is switched off' : 'nobody used it in the last 24 hours'}`;
  return 'the next request gets a token';
}
