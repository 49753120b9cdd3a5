import { FobError } from '../core/index.ts';
import { endpointProblem } from '../shared/profile.ts';

const DEADLINE_MS = 10_000;
const MAX_BYTES = 512 * 1024;

/** The text of the JWKS at `url`. Rejects with `usage`, `idp_unreachable` or `idp_response_invalid`. */
export async function fetchKeys(url: string): Promise<string> {
  const problem = endpointProblem(url);
  if (problem !== undefined) throw new FobError('usage', `The URL of the keys ${problem}.`);
  const response = await get(url);
  if (response.status !== 200) {
    throw new FobError(
      'idp_response_invalid',
      `${new URL(url).origin} answered status ${response.status}, not keys.`,
    );
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MAX_BYTES)
      throw new FobError('idp_response_invalid', `${new URL(url).origin} answered more than 512 KB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function get(url: string): Promise<Response> {
  try {
    return await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(DEADLINE_MS) });
  } catch (error) {
    throw new FobError('idp_unreachable', `${new URL(url).origin} could not be reached.`, {
      hint: 'Check network and URL; or save the keys to a file and give that.',
      cause: error,
    });
  }
}
