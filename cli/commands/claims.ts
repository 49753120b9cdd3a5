import type { ClaimsView } from '../../shared/token-view.ts';
import { addressPath } from '../address-path.ts';
import type { Command } from '../command.ts';
import { jwtJson, jwtText } from '../jwt-text.ts';

export const claims: Command = {
  name: 'claims',
  parameters: 'ADDRESS',
  summary: "the token decoded, and verified against the IdP's keys",
  options: {},
  arity: { min: 1, max: 1 },
  run: async ({ args, host, terminal }) => {
    const view = (await host.call({
      method: 'GET',
      path: `/v1/claims/${addressPath(args.positionals[0])}`,
    })) as ClaimsView;
    const { accessToken, idToken } = view;
    const parts = [
      accessToken === undefined
        ? 'The access token is opaque: only the IdP can say what is in it.'
        : jwtText('access token', accessToken, terminal, Date.now()),
      ...(idToken === undefined ? [] : [jwtText('ID token', idToken, terminal, Date.now())]),
    ];
    return { text: parts.join('\n\n'), json: claimsJson(view) };
  },
};

function claimsJson(view: ClaimsView): object {
  const { address, tokenType, scope, receivedAt, expiresAt, accessToken, idToken } = view;
  return {
    address,
    token_type: tokenType,
    scope: scope ?? null,
    received_at: Math.floor(receivedAt / 1000),
    expires_at: expiresAt === undefined ? null : Math.floor(expiresAt / 1000),
    ...(accessToken === undefined ? { verified: false, header: null, claims: null } : jwtJson(accessToken)),
    ...(idToken === undefined ? {} : { id_token: jwtJson(idToken) }),
  };
}
