/** Whether the token is of the right kind, from the right place, and for this API. */
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { isAccessToken } from '../inspect/remarks.ts';
import { audienceOf, clientOf, hasClient, hasIssuer, hostOf, otherAt } from './environments.ts';
import { finding, text, thing } from './finding.ts';
import type { Check, Facts, Finding } from './finding.ts';

export const kindCheck: Check = {
  subject: 'kind',
  look: ({ token }) => {
    const isAccess = token === undefined ? undefined : isAccessToken(token);
    if (isAccess === undefined) return undefined;
    if (isAccess) return 'held';
    return [
      finding('not_access_token', 'likely', 75, {
        expected: thing('access_token'),
        found: thing('other_token'),
      }),
    ];
  },
};

export const issuerCheck: Check = {
  subject: 'issuer',
  look: (facts) => {
    const { token, profile, environments, exchange } = facts;
    if (profile === undefined) return undefined;
    const misplaced = otherAt(profile, environments, exchange.request?.url);
    if (token === undefined) return misplaced === undefined ? undefined : [elsewhere(misplaced, profile)];
    const { payload } = token;
    if (hasIssuer(profile, payload) === false) return [foreignIssuer(profile, facts, payload)];
    if (hasClient(profile, payload) === false) return [foreignClient(profile, environments, payload)];
    if (misplaced !== undefined) return [elsewhere(misplaced, profile)];
    return (hasIssuer(profile, payload) ?? hasClient(profile, payload)) ? 'held' : undefined;
  },
};

/** The request goes to another environment than the one that the token is of. */
function elsewhere(called: EnvironmentView, profile: EnvironmentView): Finding {
  return finding('environment', 'likely', 72, {
    expected: text(called.address),
    found: text(profile.address),
  });
}

function foreignIssuer(
  profile: EnvironmentView,
  { environments }: Facts,
  payload: Readonly<Record<string, unknown>>,
): Finding {
  const home = nearest(
    profile,
    environments.filter((one) => hasIssuer(one, payload) === true),
  );
  if (home !== undefined)
    return finding('environment', 'certain', 90, {
      expected: text(profile.address),
      found: text(home.address),
    });
  return finding('issuer', 'certain', 88, {
    expected: text(profile.issuer ?? ''),
    found: text(String(payload.iss)),
  });
}

function foreignClient(
  profile: EnvironmentView,
  environments: readonly EnvironmentView[],
  payload: Readonly<Record<string, unknown>>,
): Finding {
  const home = nearest(
    profile,
    environments.filter((one) => hasClient(one, payload) === true && hasIssuer(one, payload) !== false),
  );
  if (home !== undefined)
    return finding('environment', 'likely', 78, {
      expected: text(profile.address),
      found: text(home.address),
    });
  return finding('client', 'possible', 45, {
    expected: text(profile.clientId ?? ''),
    found: text(clientOf(payload) ?? ''),
  });
}

/** One of the same service before others. */
function nearest(profile: EnvironmentView, found: readonly EnvironmentView[]): EnvironmentView | undefined {
  const service = `${profile.address.split('/', 1)[0] ?? ''}/`;
  return found.find(({ address }) => address.startsWith(service)) ?? found[0];
}

export const audienceCheck: Check = {
  subject: 'audience',
  look: ({ token, profile, exchange }) => {
    if (token === undefined) return undefined;
    const given = audienceOf(token.payload);
    const found = text(given.length === 0 ? '—' : given.join(', '));
    const asked = profile?.audience;
    if (asked !== undefined && !given.includes(asked))
      return [finding('audience', 'certain', 86, { expected: text(asked), found })];
    const host = hostOf(exchange.request?.url);
    const hosts = given.map(hostOf).filter((one) => one !== undefined);
    if (asked === undefined && host !== undefined && hosts.length > 0 && !hosts.includes(host))
      return [finding('audience', 'possible', 44, { expected: text(host), found })];
    return asked === undefined && given.length === 0 ? undefined : 'held';
  },
};

const words = (value: unknown): string[] =>
  (Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[\s,]+/) : [])
    .filter((word) => typeof word === 'string')
    .filter((word) => word !== '');

export const scopeCheck: Check = {
  subject: 'scope',
  look: ({ token, grantedScope, profile, exchange }) => {
    const granted = [...words(token?.payload.scope), ...words(token?.payload.scp), ...words(grantedScope)];
    const challenge = exchange.challenges.find(({ parameters }) => parameters.has('scope'));
    const isInsufficient = exchange.challenges.some(
      ({ parameters }) => parameters.get('error') === 'insufficient_scope',
    );
    const needed = words(challenge?.parameters.get('scope'));
    const missing = needed.filter((scope) => !granted.includes(scope));
    const found = text(granted.length === 0 ? '—' : granted.join(' '));
    if (isInsufficient)
      return [
        finding('scope', 'certain', 94, {
          expected: text((missing.length > 0 ? missing : needed).join(' ')),
          found,
        }),
      ];
    if (token === undefined && granted.length === 0) return undefined;
    // In a challenge without an error the scope is only what would do.
    const wanted = words(profile?.scope).filter((scope) => !granted.includes(scope));
    if (granted.length > 0 && wanted.length > 0)
      return [
        finding('scope', exchange.status === 403 ? 'likely' : 'possible', 50, {
          expected: text(wanted.join(' ')),
          found,
        }),
      ];
    if (needed.length > 0 && missing.length > 0)
      return [
        finding('scope', exchange.status === 403 ? 'likely' : 'possible', 48, {
          expected: text(missing.join(' ')),
          found,
        }),
      ];
    return granted.length > 0 ? 'held' : undefined;
  },
};
