import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curlOf } from '../../../core/history/curl.ts';
import type { TracedMember } from '../../../shared/history-view.ts';

const URL = 'https://idp.example/token?p=a b';
const shown = (name: string, text: string): TracedMember => ({ name, value: { kind: 'shown', text } });
const secret = (name: string, text: string): TracedMember => ({ name, value: { kind: 'secret', text } });

/** The arguments that a shell gives to curl. */
function argumentsOf(line: string): readonly string[] {
  const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${line}`;
  const env = { CLIENT_SECRET: 's3cr3t $x', PARAM_TENANT: 't', TLS_KEY_FILE: '/key.pem' };
  return execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('copy as curl', () => {
  it('is the request, with the secrets of the shell it is run in', () => {
    const request = {
      method: 'POST' as const,
      url: URL,
      encoding: 'form' as const,
      headers: [
        shown('accept', 'application/json'),
        secret('authorization', 'Basic base64(c1:$CLIENT_SECRET)'),
        shown('content-type', 'application/x-www-form-urlencoded'),
      ],
      body: [shown('grant_type', 'client_credentials'), secret('tenant', '$PARAM_TENANT')],
    };
    const tls = { cert: '/a b/cert.pem', key: { from: 'vault' as const } };
    expect(argumentsOf(curlOf(request, tls))).toEqual([
      ...['--request', 'POST', URL],
      ...['--header', 'accept: application/json'],
      ...['--user', 'c1:s3cr3t $x'],
      ...['--cert', '/a b/cert.pem', '--key', '/key.pem'],
      ...['--data-urlencode', 'grant_type=client_credentials', '--data-urlencode', 'tenant=t'],
    ]);
  });

  it('sends what the profile says as one word, whatever a shell would make of it', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((one) => !one.includes('\0'));
    fc.assert(
      fc.property(text, text, (name, value) => {
        const parts = { method: 'POST' as const, url: URL, headers: [] };
        const body = [shown(name, value), secret('client_secret', '$CLIENT_SECRET')];
        const form = argumentsOf(curlOf({ ...parts, encoding: 'form', body }, undefined));
        expect(form[4]).toBe(`${name}=${value}`);
        const json = argumentsOf(curlOf({ ...parts, encoding: 'json', body }, undefined));
        expect(json.at(-1)).toBe(
          `{${JSON.stringify(name)}:${JSON.stringify(value)},"client_secret":"s3cr3t $x"}`,
        );
      }),
      { numRuns: 60 },
    );
  });
});
