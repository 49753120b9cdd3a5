import { describe, expect, test } from 'vitest';
import { entry, importText, messages, secrets } from './fixtures.ts';

const VAULT = { from: 'vault' };
const WANTED = {
  tier: 'dev',
  token_endpoint: 'https://idp.acme.com/token',
  grant_type: 'client_credentials',
  client_id: 'c1',
  client_secret: VAULT,
};
const POST = { ...WANTED, token_endpoint_auth_method: 'client_secret_post' };
const BASIC = { ...WANTED, token_endpoint_auth_method: 'client_secret_basic' };

test.each([
  [
    'one line',
    `curl -d grant_type=client_credentials -d client_id=c1 -d 'client_secret=a b$c"d' https://idp.acme.com/token`,
    POST,
  ],
  [
    'lines of sh',
    `$ curl --request POST \\\n  --url "https://idp.acme.com/token" \\\n  --data-urlencode 'client_secret=a b$c"d' \\\r\n  --data 'grant_type=client_credentials&client_id=c1'`,
    POST,
  ],
  [
    'lines of cmd, as Chrome copies them',
    `curl ^"https://idp.acme.com/token^" ^\n  -H ^"content-type: application/x-www-form-urlencoded^" ^\r\n  --data-raw ^"grant_type=client_credentials^&client_id=c1^&client_secret=a+b%24c%22d^"`,
    POST,
  ],
  [
    'a line of cmd, typed by hand',
    'curl -d grant_type=client_credentials -d client_id=c1 ^\r\n --data-urlencode "client_secret=a b$c\\"d" https://idp.acme.com/token',
    POST,
  ],
  [
    'quotes of bash, as Chrome copies them',
    `curl 'https://idp.acme.com/token' --data-raw $'grant_type=client_credentials&client_id=c1&client_secret=a+b\\u0024c"d'`,
    POST,
  ],
  [
    'PowerShell',
    'curl.exe -X POST https://idp.acme.com/token `\n -d "grant_type=client_credentials&client_id=c1" `\n --data-urlencode \'client_secret=a b$c"d\'',
    POST,
  ],
  [
    '-u',
    `curl -sSu 'c1:a b$c"d' https://idp.acme.com/token -dgrant_type=client_credentials | jq .access_token`,
    BASIC,
  ],
  [
    'a header of its own',
    `curl https://idp.acme.com/token -H "Authorization: Basic ${btoa('c1:a b$c"d')}" -d grant_type=client_credentials`,
    BASIC,
  ],
  [
    '--json',
    `curl https://idp.acme.com/token --json '{"grant_type":"client_credentials","client_id":"c1","client_secret":"a b$c\\"d"}'`,
    { ...POST, token_request_encoding: 'json' },
  ],
])('%s', (_name, line, wanted) => {
  const imported = importText(line, 'acme');
  expect(entry(imported)).toEqual(wanted);
  expect(Object.values(secrets(imported))).toEqual(['a b$c"d']);
});

describe('curl', () => {
  test('variables of the shell are environment variables', () => {
    const line =
      'curl https://idp.acme.com/token -u "c1:$ACME_SECRET" -d grant_type=password -d username=${ME} -d password=$PW';
    expect(entry(importText(line))).toMatchObject({
      client_secret: { from: 'env', name: 'ACME_SECRET' },
      username: { from: 'env', name: 'ME' },
      password: { from: 'env', name: 'PW' },
    });
  });

  test('client certificate, key and authority are files', () => {
    const line =
      'curl --cert /etc/c.pem:geheim --key /etc/k.pem --cacert ca.pem -k https://idp.acme.com/token -d "grant_type=client_credentials&client_id=c1"';
    const imported = importText(line);
    expect(entry(imported)).toMatchObject({
      token_endpoint_auth_method: 'tls_client_auth',
      tls: { ca: 'ca.pem', cert: '/etc/c.pem', key: '/etc/k.pem', passphrase: VAULT },
    });
    expect(Object.values(secrets(imported))).toEqual(['geheim']);
    const told = messages(imported).join('\n');
    expect(told).toMatch(/-k\. Fob always checks/);
    expect(told).toMatch(/Paths of files/);
  });

  test('other parameters are kept, those that could be secrets are told', () => {
    const line =
      'curl "https://idp.acme.com/token?api_key=not-real-key&v=2" -d grant_type=client_credentials -d client_id=c1 -d tenant=north -d client_assertion=eyJ0.x.y -d otp=123456';
    const imported = importText(line);
    expect(entry(imported)).toMatchObject({
      token_endpoint: 'https://idp.acme.com/token?v=2',
      token_endpoint_auth_method: 'private_key_jwt',
      extra_token_params: { tenant: 'north' },
    });
    expect(JSON.stringify(imported)).not.toMatch(/not-real-key|eyJ0|123456/);
    expect(messages(imported).join('\n')).toMatch(/client_assertion[^]*"api_key"[^]*"otp"/);
  });

  test('a line that asks for no token is refused', () => {
    expect(() => importText('curl https://api.acme.com/me -H "Authorization: Bearer x"')).toThrow(
      /asks for no token/,
    );
  });
});
