import { FobError } from '../../core/index.ts';
import { certificateWarning } from '../../shared/certificate.ts';
import type { CertificateView } from '../../shared/certificate.ts';
import type { EnvironmentView, ServiceView, Snapshot } from '../../shared/snapshot.ts';
import type { Command } from '../command.ts';
import type { Style, Terminal } from '../terminal.ts';
import { table, timeLeft } from '../words.ts';

const STATUS: Readonly<Record<EnvironmentView['status'], { word: string; style: Style }>> = {
  fresh: { word: 'fresh', style: 'green' },
  refreshing: { word: 'refreshing', style: 'cyan' },
  idle: { word: 'idle', style: 'dim' },
  sign_in_needed: { word: 'sign-in needed', style: 'yellow' },
  error: { word: 'error', style: 'red' },
  locked: { word: 'locked', style: 'yellow' },
  invalid: { word: 'invalid', style: 'red' },
};

export const list: Command = {
  name: 'list',
  parameters: '',
  summary: 'addresses with status and time left',
  options: {},
  arity: { min: 0, max: 0 },
  run: async ({ host, terminal }) => {
    const { services, problems } = (await host.call({ method: 'GET', path: '/v1/profiles' })) as Pick<
      Snapshot,
      'services' | 'problems'
    >;
    // A file that cannot be read at all is no empty one.
    if (services.length === 0) throwFirst(problems);
    for (const { line, column, message } of problems)
      terminal.say(`profiles.json, line ${line}, column ${column}: ${message}`);
    const now = Date.now();
    return {
      text: listText(services, terminal, now),
      json: services.flatMap((service) => service.environments.map((view) => row(view, now))),
    };
  },
};

function throwFirst([problem]: Snapshot['problems']): void {
  if (problem === undefined) return;
  const { line, column, message } = problem;
  throw new FobError('profiles_invalid', `profiles.json, line ${line}, column ${column}: ${message}`, {
    hint: '"fob profile validate" shows everything that is wrong; "fob profile edit" opens the file.',
  });
}

function listText(services: readonly ServiceView[], terminal: Terminal, now: number): string {
  const environments = services.flatMap((service) => service.environments);
  if (environments.length === 0) return 'No profiles yet. Add some with: fob profile add --file FILE';
  return table(
    environments.map((view) => {
      const { word, style } = STATUS[view.status];
      const left =
        view.expiresAt === undefined || view.status === 'idle' ? '' : timeLeft(view.expiresAt - now);
      const said = [
        guardWords(view, now),
        view.problem?.message ?? missing(view),
        certificateWarning(view.certificate, now),
      ];
      const why = said.filter((part) => part !== undefined && part !== '').join('; ');
      return [
        view.address,
        terminal.style(view.tier === 'prod' ? 'red' : 'dim', view.tier),
        terminal.style(style, word),
        left,
        why,
      ];
    }),
  );
}

function guardWords({ guard }: EnvironmentView, now: number): string {
  if (guard === undefined) return '';
  const { armedUntil = 0 } = guard;
  return armedUntil > now ? `armed, ${timeLeft(armedUntil - now)} left` : 'not armed';
}

function missing({ missingSecrets }: EnvironmentView): string {
  return missingSecrets.length === 0 ? '' : `needs ${missingSecrets.join(', ')}`;
}

function row(view: EnvironmentView, now: number): object {
  const { address, tier, status, expiresAt, pinned, missingSecrets, problem, certificate, guard } = view;
  return {
    address,
    tier,
    status,
    expires_at: expiresAt === undefined ? null : Math.floor(expiresAt / 1000),
    expires_in: expiresAt === undefined ? null : Math.max(0, Math.floor((expiresAt - now) / 1000)),
    pinned,
    missing_secrets: missingSecrets,
    guarded: guard !== undefined,
    armed_until: guard?.armedUntil === undefined ? null : Math.floor(guard.armedUntil / 1000),
    problem: problem ?? null,
    certificate: certificate === undefined ? null : certificateJson(certificate),
  };
}

function certificateJson({ subject, issuer, expiresAt }: CertificateView): object {
  return { subject, issuer, expires_at: Math.floor(expiresAt / 1000) };
}
