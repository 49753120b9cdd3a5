import { createSecureContext } from 'node:tls';
import { createRoutes } from '../core/node/routes.ts';
import type { Routes } from '../core/node/routes.ts';
import { secureContextFor, tlsStamp } from '../core/node/tls-material.ts';
import { createTrustedRoots } from '../core/node/trusted-roots.ts';
import type { ProfileMembers } from '../shared/profile.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The way to an API: the environment's proxy and authorities, the profile's certificate where its files are all it takes. */
export function apiRoutes(tls: NonNullable<ProfileMembers['tls']>, env: Environment): Routes {
  const roots = createTrustedRoots(env.NODE_EXTRA_CA_CERTS);
  return createRoutes({
    // A stream holds its connection for as long as its caller likes.
    connections: null,
    env,
    proxy: undefined,
    proxyContext: () => createSecureContext({ ca: [...roots()] }),
    secureContext: () => secureContextFor(tls, {}, roots),
    stamp: () => tlsStamp(tls),
  });
}
