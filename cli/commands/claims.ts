import type { ClaimsView, Introspection, TokenBinding, UserinfoView } from '../../shared/token-view.ts';
import { addressPath } from '../address-path.ts';
import type { Command } from '../command.ts';
import { claimRows, jwtJson, jwtText } from '../jwt-text.ts';
import type { Terminal } from '../terminal.ts';

export const claims: Command = {
  name: 'claims',
  parameters: 'ADDRESS',
  summary: 'the token decoded and verified; an opaque one as its IdP describes it',
  options: { userinfo: { type: 'boolean', help: 'ask the IdP as well who the token is about' } },
  arity: { min: 1, max: 1 },
  run: async ({ args, host, terminal }) => {
    const address = addressPath(args.positionals[0]);
    const view = (await host.call({ method: 'GET', path: `/v1/claims/${address}` })) as ClaimsView;
    const userinfo = args.flag('userinfo')
      ? ((await host.call({ method: 'GET', path: `/v1/userinfo/${address}` })) as UserinfoView)
      : undefined;
    const now = Date.now();
    const parts = [
      accessTokenText(view, terminal, now),
      ...(view.binding === undefined ? [] : [bindingText(view.binding, terminal)]),
      ...(view.idToken === undefined ? [] : [jwtText('ID token', view.idToken, terminal, now)]),
      ...(userinfo === undefined ? [] : [userinfoText(userinfo, terminal, now)]),
    ];
    return { text: parts.join('\n\n'), json: claimsJson(view, userinfo) };
  },
};

function accessTokenText(view: ClaimsView, terminal: Terminal, now: number): string {
  const { accessToken, introspection } = view;
  if (accessToken !== undefined) return jwtText('access token', accessToken, terminal, now);
  const title = `${terminal.style('bold', 'access token')}: opaque`;
  return introspection === undefined ? title : `${title}; ${introspectionText(introspection, terminal, now)}`;
}

function bindingText({ kind, matches }: TokenBinding, terminal: Terminal): string {
  const what = kind === 'certificate' ? 'client certificate' : 'DPoP key';
  const bound = `${terminal.style('bold', 'bound')} to a ${what}`;
  if (matches === undefined)
    return `${bound}; ${terminal.style('yellow', 'the one of the profile could not be read to compare them')}`;
  return matches
    ? `${bound}: ${terminal.style('green', 'it is the one of the profile')}`
    : `${bound}: ${terminal.style('red', 'it is NOT the one of the profile')}, so services refuse the token`;
}

function introspectionText(introspection: Introspection, terminal: Terminal, now: number): string {
  switch (introspection.kind) {
    case 'active':
      return `the IdP says it is ${terminal.style('green', 'active')}\n${claimRows(introspection.claims, now)}`;
    case 'inactive':
      return `the IdP says it is ${terminal.style('red', 'NOT active')}`;
    case 'not_answered': {
      const { message, hint } = introspection.reason;
      return `${terminal.style('yellow', 'only its IdP knows what is in it')}\n${[message, hint ?? ''].join(' ').trim()}`;
    }
  }
}

function userinfoText({ claims: members, subject }: UserinfoView, terminal: Terminal, now: number): string {
  const compared =
    subject === 'matches' ? 'about the subject of the ID token' : 'there is no ID token to compare it with';
  return `${terminal.style('bold', 'userinfo')}: the IdP says, ${compared}\n${claimRows(members, now)}`;
}

function claimsJson(view: ClaimsView, userinfo: UserinfoView | undefined): object {
  const { address, tokenType, scope, receivedAt, expiresAt, accessToken, introspection, idToken, binding } =
    view;
  return {
    address,
    token_type: tokenType,
    scope: scope ?? null,
    received_at: Math.floor(receivedAt / 1000),
    expires_at: expiresAt === undefined ? null : Math.floor(expiresAt / 1000),
    ...(accessToken === undefined ? { verified: false, header: null, claims: null } : jwtJson(accessToken)),
    ...(introspection === undefined ? {} : { introspection: introspectionJson(introspection) }),
    ...(binding === undefined ? {} : { binding: { ...binding, matches: binding.matches ?? null } }),
    ...(idToken === undefined ? {} : { id_token: jwtJson(idToken) }),
    ...(userinfo === undefined ? {} : { userinfo: { subject: userinfo.subject, claims: userinfo.claims } }),
  };
}

/** `active` is `null` where the IdP did not say. */
function introspectionJson(introspection: Introspection): object {
  switch (introspection.kind) {
    case 'active':
      return { active: true, claims: introspection.claims };
    case 'inactive':
      return { active: false };
    case 'not_answered':
      return { active: null, reason: introspection.reason };
  }
}
