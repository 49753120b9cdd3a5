/** The endpoints of the fault server: what a good IdP would answer, with the fault's changes. */
import { refusal } from './answer.ts';
import { authorize, push } from './authorization.ts';
import type { Endpoint } from './conversation.ts';
import { authenticated, changed, finish, page } from './exchange.ts';
import type { Exchange, Handler } from './exchange.ts';
import { RawAnswer } from './fault.ts';
import type { Json } from './json.ts';
import { metadataOf } from './metadata.ts';
import { token } from './token-endpoint.ts';
import { SUBJECT } from './tokens.ts';

export const HANDLERS: Readonly<Record<Endpoint, Handler>> = {
  metadata,
  jwks: (exchange) => changed(exchange, 'jwks', { keys: [exchange.conversation.keys.rsa.jwk] }),
  pushed_authorization_request: push,
  authorization: authorize,
  device_authorization: authorizeDevice,
  device: ({ response }) => page(response, 'Signed in'),
  token,
  userinfo: (exchange) => changed(exchange, 'userinfo', { sub: SUBJECT, name: 'Person One' }),
  introspection: (exchange) => authenticated(exchange, 'introspection', introspection(exchange)),
  revocation: (exchange) => authenticated(exchange, 'revocation', {}),
  api,
  unknown: ({ response }) => finish(response, new RawAnswer('', { status: 404 })),
  elsewhere: ({ response }) => finish(response, ELSEWHERE),
};

/** What a client that follows where it should not might take for a good answer. */
const ELSEWHERE: Json = {
  access_token: 'from-elsewhere',
  token_type: 'Bearer',
  expires_in: 300,
  active: true,
  keys: [],
};

/** Which of the two documents was asked for is all there is to a request: `oidc` or `oauth`. */
function metadata(exchange: Exchange): Promise<void> {
  const kind = exchange.url.endsWith('/.well-known/openid-configuration') ? 'oidc' : 'oauth';
  const parameters = new URLSearchParams({ [kind]: '' });
  return changed(exchange, 'metadata', metadataOf(exchange.conversation), { parameters });
}

const introspection = ({ conversation }: Exchange): Json => ({
  active: true,
  sub: SUBJECT,
  client_id: conversation.clientId,
  token_type: 'Bearer',
});

/** RFC 8628 section 3.2. The person has signed in by the time the client asks. */
async function authorizeDevice(exchange: Exchange): Promise<void> {
  const { conversation } = exchange;
  const { issuer } = conversation.places;
  const good = {
    device_code: conversation.deviceCode,
    user_code: 'WDJB-MJHT',
    verification_uri: `${issuer}/device`,
    verification_uri_complete: `${issuer}/device?user_code=WDJB-MJHT`,
    expires_in: 60,
    interval: 1,
  };
  return authenticated(exchange, 'deviceAuthorization', good);
}

/** Takes any token that it was minted for this conversation; whether it was shown to be its client's is not the matter. */
async function api({ conversation, request, response }: Exchange): Promise<void> {
  const [scheme = '', shown = ''] = (request.headers.authorization ?? '').split(' ');
  const isKnown = /^(bearer|dpop)$/i.test(scheme) && conversation.accessTokens.has(shown);
  if (isKnown) conversation.accept();
  return isKnown
    ? finish(response, { data: 'This is the protected data.' })
    : finish(response, refusal('invalid_token', 'unknown', 401));
}
