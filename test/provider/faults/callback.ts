/** Authorization responses that are not the answer to the request (RFC 6749 section 4.1.2, RFC 9207, RFC 8252). */
import type { Delivery, Fault } from './fault.ts';
import type { Scene } from './scene.ts';

type Callback = (good: URLSearchParams, scene: Scene) => URLSearchParams | readonly Delivery[];

const fault =
  (verdict: Fault['verdict']) =>
  (id: string, title: string, callback: Callback, more: Partial<Fault> = {}): Fault => ({
    id,
    family: 'callback',
    title,
    verdict,
    flow: 'authorization_code',
    change: { callback },
    ...more,
  });
const refuse = fault('refuse');
const accept = fault('accept');
const useless: typeof refuse = (id, title, callback, more) =>
  refuse(id, title, callback, { structural: true, ...more });

/** Another value; several stand one after the other. */
const set =
  (name: string, ...values: readonly string[]): Callback =>
  (good) => {
    const changed = new URLSearchParams(good);
    changed.delete(name);
    for (const value of values) changed.append(name, value);
    return changed;
  };
const change =
  (name: string, ...values: readonly ((value: string, scene: Scene) => string)[]): Callback =>
  (good, scene) =>
    set(name, ...values.map((each) => each(good.get(name) ?? '', scene)))(good, scene);
const add =
  (members: Readonly<Record<string, string>>): Callback =>
  (good) =>
    new URLSearchParams([...good, ...Object.entries(members)]);

const same = (value: string): string => value;
const other = (): string => 'af0ifjsldkj-af0ifjsldkj-af0ifjsldkj-af0ifjs';

const STATE: readonly Fault[] = [
  refuse('M40', 'state is another one', change('state', other)),
  refuse('M41', 'state is missing', set('state')),
  refuse('P09-empty', 'state is empty', set('state', '')),
  refuse(
    'P09-part',
    'state is the first half',
    change('state', (value) => value.slice(0, value.length / 2)),
  ),
  refuse(
    'P09-longer',
    'state goes on',
    change('state', (value) => `${value}A`),
  ),
  refuse(
    'P09-case',
    'state in lower case',
    change('state', (value) => value.toLowerCase()),
  ),
  refuse(
    'P09-last',
    'the last character of state is another',
    change('state', (value) => `${value.slice(0, -1)}${value.endsWith('A') ? 'Q' : 'A'}`),
  ),
  refuse('P07-state', 'state stands twice, another one last', change('state', same, other)),
  refuse('P07-state-first', 'state stands twice, another one first', change('state', other, same)),
  refuse('P07-state-same', 'state stands twice', change('state', same, same)),
];

const elsewhere = (): string => 'https://elsewhere.example';
const unadvertised: Pick<Fault, 'setup'> = {
  setup: {
    metadata: (metadata) => ({ ...metadata, authorization_response_iss_parameter_supported: false }),
  },
};

const ISSUER: readonly Fault[] = [
  refuse('M42', 'iss is another issuer', change('iss', elsewhere)),
  refuse('M43', 'iss is missing, and the metadata promise it', set('iss')),
  refuse('P18-empty', 'iss is empty', set('iss', '')),
  refuse(
    'P18-slash',
    'iss has one more slash',
    change('iss', (value) => `${value}/`),
  ),
  refuse(
    'P18-case',
    'iss in upper case',
    change('iss', (value) => value.toUpperCase()),
  ),
  refuse(
    'P18-twin',
    'iss is the same IdP under another origin',
    change('iss', (_value, { twin }) => twin),
  ),
  refuse('P07-iss', 'iss stands twice, another one last', change('iss', same, elsewhere)),
  refuse(
    'M85',
    'iss is another issuer, and the metadata do not promise it',
    change('iss', elsewhere),
    unadvertised,
  ),
];

const CODE: readonly Fault[] = [
  useless('P14-no-code', 'there is no code', set('code')),
  refuse('P14-empty-code', 'the code is empty', set('code', '')),
  refuse(
    'P07-code',
    'code stands twice',
    change('code', same, () => 'another-code'),
  ),
  refuse('P07-code-same', 'the same code stands twice', change('code', same, same)),
  refuse('P14-id-token', 'an ID token stands beside the code', add({ id_token: 'e30.e30.' })),
  refuse('P23-response', 'a response of JARM stands beside the code', add({ response: 'e30.e30.' })),
  useless(
    'P14-implicit',
    'a token in place of the code',
    (good) =>
      new URLSearchParams([...good].map(([name, value]) => [name === 'code' ? 'access_token' : name, value])),
  ),
  refuse('P18-error', 'an error beside the code', add({ error: 'access_denied' })),
];

/** The code is left out; what is wrong must not even be shown as it came. */
const error =
  (members: Readonly<Record<string, string>>, more: Callback = (good) => good): Callback =>
  (good, scene) => {
    const failed = new URLSearchParams([...good, ...Object.entries(members)]);
    failed.delete('code');
    return more(failed, scene);
  };

const ERRORS: readonly Fault[] = [
  useless('N17-denied', 'the person said no', error({ error: 'access_denied' })),
  useless(
    'N17-script',
    'an error with a script in its description',
    error({ error: 'access_denied', error_description: '<script>alert(1)</script>' }),
  ),
  useless(
    'N17-uri',
    'an error whose page is a script',
    error({ error: 'server_error', error_uri: 'javascript:alert(1)' }),
  ),
  useless(
    'N17-lines',
    'an error with control characters',
    error({ error: 'access_denied', error_description: 'a\r\nb\u001b[2J\u202e' }),
  ),
  useless('N17-unknown', 'an error that nobody knows', error({ error: 'teapot' })),
  useless('N18-state', 'an error without state', error({ error: 'access_denied' }, set('state'))),
  useless(
    'N18-iss',
    'an error with another issuer',
    error({ error: 'access_denied' }, change('iss', elsewhere)),
  ),
];

/** The right parameters, on a way that no browser takes. */
const by =
  (delivery: (good: URLSearchParams) => Delivery): Callback =>
  (good) => [delivery(good)];
const target =
  (write: (uri: URL, query: string) => string): Callback =>
  (good) => [{ target: (uri) => write(uri, good.toString()) }];

const WAYS: readonly Fault[] = [
  refuse(
    'N16-post',
    'by POST',
    by((good) => ({ method: 'POST', body: good.toString() })),
  ),
  refuse(
    'N16-post-query',
    'by POST, in the query',
    by((parameters) => ({ method: 'POST', parameters, body: '' })),
  ),
  refuse(
    'N16-head',
    'by HEAD',
    by((parameters) => ({ method: 'HEAD', parameters })),
  ),
  refuse(
    'N16-put',
    'by PUT',
    by((parameters) => ({ method: 'PUT', parameters, body: '' })),
  ),
  refuse(
    'N16-options',
    'by OPTIONS',
    by((parameters) => ({ method: 'OPTIONS', parameters })),
  ),
  refuse(
    'N16-path',
    'at another path',
    target(({ pathname }, query) => `${pathname}/more?${query}`),
  ),
  refuse(
    'N16-root',
    'at the root',
    target((_uri, query) => `/?${query}`),
  ),
  refuse(
    'N16-dots',
    'at a path that leads nowhere else',
    target(({ pathname }, query) => `/%2e%2e/x${pathname}?${query}`),
  ),
  refuse(
    'N16-fragment',
    'in the fragment',
    target(({ pathname }, query) => `${pathname}#${query}`),
  ),
  refuse(
    'N16-absolute',
    'with another host in the request line',
    target(({ pathname }, query) => `http://elsewhere.example${pathname}?${query}`),
  ),
  refuse(
    'N16-host',
    'with another Host',
    by((parameters) => ({ parameters, headers: { Host: 'elsewhere.example' } })),
  ),
  refuse(
    'N16-host-port',
    'with another port in Host',
    by((parameters) => ({ parameters, headers: { Host: '127.0.0.1:1' } })),
  ),
  refuse(
    'N16-long',
    'with a query of one megabyte',
    target(({ pathname }, query) => `${pathname}?${query}&x=${'x'.repeat(1024 * 1024)}`),
  ),
];

const before =
  (first: Delivery): Callback =>
  (good) => [first, { parameters: good }];

const GOOD: readonly Fault[] = [
  accept('M84', 'iss as the metadata promise', (good) => good),
  accept('M84-unadvertised', 'iss, although the metadata do not promise it', (good) => good, unadvertised),
  accept('P19', 'no iss, and none was promised', set('iss'), unadvertised),
  accept(
    'P25-callback',
    'parameters that nobody knows',
    add({ session_state: 'a.b', scope: 'openid', client_info: 'e30' }),
  ),
  accept(
    'P25-code',
    'a code with every character that it may have',
    set('code', "code !#$%&'()*+,-./:;<=>?@[]^_`{|}~"),
  ),
  accept('P25-long-code', 'a code of two kilobytes', set('code', 'c'.repeat(2048))),
  accept('P06-favicon', 'the browser asks for an icon first', before({ target: () => '/favicon.ico' })),
  accept('P06-head', 'the browser looks first', before({ method: 'HEAD' })),
  accept('P06-post', 'a form comes first', before({ method: 'POST', body: 'code=another-code' })),
  accept('P07-replay', 'the same response comes twice', (good) => [
    { parameters: good },
    { parameters: good },
  ]),
];

export const CALLBACK: readonly Fault[] = [...STATE, ...ISSUER, ...CODE, ...ERRORS, ...WAYS, ...GOOD];
