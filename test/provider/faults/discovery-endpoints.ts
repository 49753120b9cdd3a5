/** Endpoints that nothing should be sent to (security.md P31, P32, P39, N13). */
import { omit } from './claims.ts';
import type { Fault, FaultFlow } from './fault.ts';
import type { Json } from './json.ts';
import type { Scene } from './scene.ts';

const FLOWS = {
  token_endpoint: 'client_credentials',
  jwks_uri: 'claims',
  authorization_endpoint: 'authorization_code',
  device_authorization_endpoint: 'device_code',
  userinfo_endpoint: 'userinfo',
  introspection_endpoint: 'introspection',
  revocation_endpoint: 'revocation',
} as const satisfies Readonly<Record<string, FaultFlow>>;
type EndpointName = keyof typeof FLOWS;

/** The endpoint that a flow begins with; where it is no place in the network, there is nothing to go on to. */
const FIRST: readonly EndpointName[] = [
  'token_endpoint',
  'authorization_endpoint',
  'device_authorization_endpoint',
];

function endpoint(
  id: string,
  name: EndpointName,
  title: string,
  value: (scene: Scene) => unknown,
  more: Partial<Fault> = {},
): Fault {
  return {
    id,
    family: 'endpoints',
    title: `${name} is ${title}`,
    verdict: 'refuse',
    flow: FLOWS[name],
    change: { metadata: (metadata, scene) => ({ ...metadata, [name]: value(scene) }) },
    structural: FIRST.includes(name),
    ...more,
  };
}

const SHORT: Readonly<Record<EndpointName, string>> = {
  token_endpoint: 'token',
  jwks_uri: 'jwks',
  authorization_endpoint: 'authorization',
  device_authorization_endpoint: 'device',
  userinfo_endpoint: 'userinfo',
  introspection_endpoint: 'introspection',
  revocation_endpoint: 'revocation',
};

/** Every endpoint that a flow goes to, with a scheme that runs or reads something on this machine, or with none. */
const SCHEMES = (Object.keys(FLOWS) as EndpointName[]).flatMap((name) => [
  endpoint(`P39-${SHORT[name]}-javascript`, name, 'a script', () => 'javascript:alert(1)'),
  endpoint(`P39-${SHORT[name]}-file`, name, 'a file', () => 'file:///etc/passwd'),
  endpoint(
    `N13-${SHORT[name]}-http`,
    name,
    'plain http to another machine',
    () => 'http://idp.invalid/endpoint',
  ),
  endpoint(`P39-${SHORT[name]}-number`, name, 'a number', () => 1),
]);

const TOKEN: readonly Fault[] = [
  endpoint('P39-token-data', 'token_endpoint', 'data', () => 'data:application/json,{}'),
  endpoint('P39-token-smb', 'token_endpoint', 'a share', () => 'smb://127.0.0.1/share'),
  endpoint('P39-token-unc', 'token_endpoint', 'a Windows path', () => '\\\\127.0.0.1\\share'),
  endpoint('P39-token-custom', 'token_endpoint', 'a scheme of its own', () => 'ms-msdt:/id'),
  endpoint('P39-token-relative', 'token_endpoint', 'relative', () => '/token'),
  endpoint('P39-token-empty', 'token_endpoint', 'empty', () => ''),
  endpoint('P39-token-null', 'token_endpoint', 'null', () => null),
  endpoint('P39-token-object', 'token_endpoint', 'an object', ({ issuer }) => ({ url: `${issuer}/token` })),
  endpoint('P39-token-array', 'token_endpoint', 'in an array', ({ issuer }) => [`${issuer}/token`], {
    structural: false,
  }),
  endpoint(
    'P39-token-userinfo',
    'token_endpoint',
    'with a user name and password',
    ({ issuer }) => `${issuer.replace('//', '//user:password@')}/token`,
  ),
  endpoint(
    'P39-token-fragment',
    'token_endpoint',
    'with a fragment',
    ({ issuer }) => `${issuer}/token#fragment`,
    { structural: false },
  ),
  {
    ...endpoint('P39-token-missing', 'token_endpoint', 'missing', () => undefined),
    change: { metadata: (metadata: Json) => omit(metadata, 'token_endpoint') },
  },
  {
    ...endpoint('P39-authorization-missing', 'authorization_endpoint', 'missing', () => undefined),
    change: { metadata: (metadata: Json) => omit(metadata, 'authorization_endpoint') },
  },
  {
    ...endpoint('P39-device-missing', 'device_authorization_endpoint', 'missing', () => undefined),
    change: { metadata: (metadata: Json) => omit(metadata, 'device_authorization_endpoint') },
  },
  endpoint(
    'P12-authorization-flag',
    'authorization_endpoint',
    'what a shell takes for an option',
    () => '--remote-debugging-port=9222',
  ),
  endpoint(
    'P12-authorization-shell',
    'authorization_endpoint',
    'what a shell would run',
    () => '$(touch /tmp/fob)',
  ),
  endpoint(
    'P12-authorization-userinfo',
    'authorization_endpoint',
    'with a user name that looks like a host',
    ({ issuer }) => `${issuer.replace('//', '//idp.example@')}/authorize`,
  ),
];

/** An issuer by https, on this machine so that the server sees who comes by plain http. */
const DOWNGRADES: readonly Fault[] = (
  [
    ['token_endpoint', '/token'],
    ['jwks_uri', '/jwks'],
    ['authorization_endpoint', '/authorize'],
    ['device_authorization_endpoint', '/device/authorize'],
  ] as const
).map(([name, path]) =>
  endpoint(
    `N13-${SHORT[name]}`,
    name,
    'plain http, and the issuer is https',
    ({ elsewhere }) => elsewhere + path,
    {
      transport: 'https',
      structural: false,
    },
  ),
);

const metadata = (id: string, title: string, members: Json, more: Partial<Fault> = {}): Fault => ({
  id,
  family: 'endpoints',
  title,
  verdict: 'refuse',
  flow: 'authorization_code',
  change: { metadata: (good) => ({ ...good, ...members }) },
  ...more,
});

const POLICY: readonly Fault[] = [
  metadata('M87', 'PKCE by plain alone', { code_challenge_methods_supported: ['plain'] }),
  metadata('M87-empty', 'PKCE by no method', { code_challenge_methods_supported: [] }),
  {
    ...metadata('P57', 'PAR is required, and there is no endpoint for it', {}),
    change: {
      metadata: (good) => ({
        ...omit(good, 'pushed_authorization_request_endpoint'),
        require_pushed_authorization_requests: true,
      }),
    },
    profile: { par: 'auto' },
  },
  metadata(
    'P16',
    'PKCE by S256 among others',
    { code_challenge_methods_supported: ['plain', 'S256'] },
    { verdict: 'accept' },
  ),
  {
    ...metadata('P16-unsaid', 'nothing is said of PKCE', {}, { verdict: 'accept' }),
    change: { metadata: (good) => omit(good, 'code_challenge_methods_supported') },
  },
];

export const DISCOVERY_ENDPOINTS: readonly Fault[] = [...SCHEMES, ...TOKEN, ...DOWNGRADES, ...POLICY];
