/** An OIDC server that Fob's authors did not shape: oidc-provider as it comes, with clients and one feature switched on. */
import { Provider } from 'oidc-provider';
import type { ClientMetadata } from 'oidc-provider';
import { listen } from '../provider/listen.ts';

export interface PlainIdp extends AsyncDisposable {
  readonly issuer: string;
  /** How many requests its token endpoint got, refused ones too. */
  requests(): number;
}

/** Clients get `client_credentials`, which oidc-provider leaves off by default. Its access tokens are opaque. */
export async function startPlainIdp(clients: readonly ClientMetadata[]): Promise<PlainIdp> {
  let requests = 0;
  const { origin, close } = await listen((issuer) => {
    const provider = new Provider(issuer, {
      clients: clients.map((client) => ({
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        ...client,
      })),
      features: { clientCredentials: { enabled: true } },
    });
    const answer = provider.callback();
    return (request, response) => {
      if (request.method === 'POST' && request.url === '/token') requests += 1;
      void answer(request, response);
    };
  });
  return { issuer: origin, requests: () => requests, [Symbol.asyncDispose]: close };
}
