import { FobError } from '../core/index.ts';
import { endpointProblem } from '../shared/profile.ts';

const DEADLINE_MS = 10_000;
const MAX_BYTES = 512 * 1024;
const HINT = 'Check network and URL; or save the keys to a file and give that.';

/** The text of the JWKS at `url`. Rejects with `usage`, `idp_unreachable` or `idp_response_invalid`. */
export async function fetchKeys(url: string): Promise<string> {
  const problem = endpointProblem(url);
  if (problem !== undefined) throw new FobError('usage', `The URL of the keys ${problem}.`);
  const { origin } = new URL(url);
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(DEADLINE_MS) });
    if (response.status === 200) return await readText(response, origin);
    throw new FobError('idp_response_invalid', `${origin} answered status ${response.status}, not keys.`);
  } catch (error) {
    // The connection can end, and the deadline pass, in the middle of the answer.
    throw error instanceof FobError ? error : unreachable(origin, error);
  }
}

async function readText(response: Response, origin: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MAX_BYTES)
      throw new FobError('idp_response_invalid', `${origin} answered more than 512 KB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unreachable(origin: string, cause: unknown): FobError {
  const late = cause instanceof Error && cause.name === 'TimeoutError';
  return late
    ? new FobError('idp_timeout', `${origin} did not answer within ${DEADLINE_MS / 1000} s.`, {
        hint: HINT,
        cause,
      })
    : new FobError('idp_unreachable', `${origin} could not be reached.`, { hint: HINT, cause });
}
