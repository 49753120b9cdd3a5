import { FobError } from '../core/index.ts';
import { endpointProblem } from '../shared/profile.ts';

const LIMITS = { deadlineMs: 10_000, maxBytes: 512 * 1024 };

/**
 * The text of the JWKS at `url`, by the same way as to an IdP: with the proxy of the environment and the authorities that all
 * profiles trust. Rejects with `usage`, `idp_unreachable`, `idp_timeout` or `idp_response_invalid`.
 */
export async function fetchKeys(url: string): Promise<string> {
  const problem = endpointProblem(url);
  if (problem !== undefined) throw new FobError('usage', `The URL of the keys ${problem}.`);
  const { createUndiciHttp } = await import('../core/node/undici-http.ts');
  const http = await createUndiciHttp(process.env)({ address: 'jwks/url' }, () => Promise.resolve({}));
  try {
    const { status, body } = await http.request(url, { method: 'GET', headers: {} }, LIMITS);
    if (status === 200) return new TextDecoder().decode(body);
    const { origin } = new URL(url);
    throw new FobError('idp_response_invalid', `${origin} answered status ${status}, not keys.`);
  } finally {
    await http.close();
  }
}
