import { Provider } from 'oidc-provider';
import { idpConfiguration } from './idp-configuration.ts';
import type { IdpOptions } from './idp-options.ts';
import { addInteractions } from './interactions.ts';
import { signingKeys } from './keys.ts';
import type { Algorithm } from './keys.ts';
import { listen } from './listen.ts';
import type { Handler } from './listen.ts';
import { tlsServerOptions } from './mutual-tls.ts';
import { logTokenRequests } from './token-log.ts';
import type { TokenRequest } from './token-log.ts';

export interface Idp {
  readonly id: string;
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  readonly algorithm: Algorithm;
  readonly audience: string;
  /** The token endpoint of `mtls_endpoint_aliases`. */
  readonly mtlsTokenEndpoint?: string;
  /** PEM of the CA that its certificate is of. */
  readonly ca?: string;
  readonly close: () => Promise<void>;
}

/** Starts one IdP with keys of its own on a free port of this machine. */
export async function startIdp(options: IdpOptions, log: TokenRequest[]): Promise<Idp> {
  const { id, issuerPath, routes, algorithm, audience, tls } = options;
  // Environments of one service share the key's name, so that only its signature tells their tokens apart.
  const jwks = await signingKeys(algorithm, `${id.split('/')[0] ?? id}-1`);
  let handler: Handler = () => undefined;
  const alias =
    tls === undefined
      ? undefined
      : await listen(
          () =>
            (...exchange) => {
              handler(...exchange);
            },
          tlsServerOptions({ ...tls, client: 'required' }),
        );
  const plain = await listen(
    (origin) => {
      const provider = new Provider(origin + issuerPath, {
        ...idpConfiguration(options, alias?.origin),
        jwks,
      });
      handler = handlerOf(provider, options, log);
      return handler;
    },
    tls === undefined ? undefined : tlsServerOptions({ ...tls, client: 'asked' }),
  );
  const issuer = plain.origin + issuerPath;
  return {
    id,
    issuer,
    authorizationEndpoint: issuer + (routes.authorization ?? '/auth'),
    tokenEndpoint: issuer + routes.token,
    jwksUri: issuer + routes.jwks,
    algorithm,
    audience,
    ...(alias === undefined ? {} : { mtlsTokenEndpoint: alias.origin + issuerPath + routes.token }),
    ...(tls === undefined ? {} : { ca: tls.ca }),
    close: async () => {
      await Promise.all([plain.close(), alias?.close()]);
    },
  };
}

function handlerOf(provider: Provider, options: IdpOptions, log: TokenRequest[]): Handler {
  const { id, issuerPath, routes, person } = options;
  logTokenRequests(provider, id, issuerPath + routes.token, log);
  mount(provider, issuerPath);
  if (person !== undefined) addInteractions(provider, person);
  options.customize(provider);
  const answer = provider.callback();
  return (request, response) => void answer(request, response);
}

/** oidc-provider routes from the root; an issuer with a path takes it off first. */
function mount(provider: Provider, path: string): void {
  provider.use((ctx, next) => {
    if (!ctx.path.startsWith(`${path}/`)) return undefined;
    ctx.mountPath = path;
    ctx.path = ctx.path.slice(path.length);
    return next();
  });
}
