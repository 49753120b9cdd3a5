/** A plain OpenID provider on loopback, with a public client that a person signs in with, and that person. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import Provider from 'oidc-provider';
import type { ClientMetadata } from 'oidc-provider';
import { CookieJar } from '../provider/cookie-jar.ts';
import { firstForm } from '../provider/html-form.ts';
import { addInteractions, interactionPath } from '../provider/interactions.ts';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const MAX_STEPS = 20;

/** A `BROWSER` that signs in by itself. */
export const BROWSER = `${process.execPath} ${fileURLToPath(new URL('../provider/scripted-browser.ts', import.meta.url))}`;

export interface SignInIdp extends AsyncDisposable {
  readonly issuer: string;
  /** Paths of the requests it got, oldest first. */
  readonly requests: string[];
  /** The members of a profile for its client. */
  readonly members: readonly string[];
}

/** `clients` come on top of the public one. */
export async function startSignInIdp(clients: readonly ClientMetadata[] = []): Promise<SignInIdp> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'app',
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/callback'],
        grant_types: ['authorization_code', 'refresh_token', DEVICE],
        response_types: ['code'],
      },
      ...clients,
    ],
    enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'] },
    scopes: ['openid', 'offline_access'],
    ttl: {
      AccessToken: 3600,
      RefreshToken: 86_400,
      IdToken: 3600,
      Session: 3600,
      Grant: 86_400,
      Interaction: 600,
    },
    issueRefreshToken: () => Promise.resolve(true),
    interactions: { url: (_ctx, { uid }) => interactionPath(uid) },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      revocation: { enabled: true },
      introspection: { enabled: true },
      // So that the address to open names redirect URI and state.
      pushedAuthorizationRequests: { enabled: false },
    },
  });
  addInteractions(provider, 'person-1');
  const answer = provider.callback();
  const requests: string[] = [];
  server.on('request', (request, response) => {
    requests.push((request.url ?? '').split('?')[0] ?? '');
    void answer(request, response);
  });
  return {
    issuer,
    requests,
    members: [
      `issuer=${issuer}`,
      'client_id=app',
      'token_endpoint_auth_method=none',
      'grant_type=authorization_code',
      'scope=openid offline_access',
    ],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Signs in as a browser on another machine does: answers the address that it was sent to and that it cannot reach. */
export async function signInElsewhere(authorizationUrl: string): Promise<string> {
  const jar = new CookieJar();
  let next: { url: string; form?: URLSearchParams } = { url: authorizationUrl };
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const { url, form } = next;
    if (new URL(url).searchParams.has('code')) return url;
    const response = await fetch(url, {
      redirect: 'manual',
      headers: jar.headerFor(url),
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    jar.take(url, response.headers.getSetCookie());
    const location = response.headers.get('location');
    const page = firstForm(await response.text());
    if (location !== null) next = { url: new URL(location, url).href };
    else if (page !== undefined)
      next = { url: new URL(page.action, url).href, form: new URLSearchParams(page.values) };
    else throw new Error(`the sign-in stopped at ${response.status}`);
  }
  throw new Error('the sign-in did not come to an end');
}
