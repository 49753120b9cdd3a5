/** A renewal with what came of it noted: what the timeline and the trace of a profile show. */
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { History } from '../history/history.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { renew } from './renewal.ts';
import type { RenewalPorts } from './renewal.ts';

/** Asks the IdP and answers the new token set, as {@link renew} does, and rejects as that does. */
export async function recordedRenewal(
  profile: Profile,
  ports: RenewalPorts,
  history: History,
): Promise<TokenSet> {
  const { address } = profile;
  let kind: 'minted' | 'refreshed' = 'minted';
  history.calls.begin(address);
  try {
    const tokens = await renew(profile, {
      ...ports,
      stored: () => {
        // Also after a refresh token was refused: what comes then is made anew.
        kind = 'minted';
        return ports.stored();
      },
      intend: (refreshToken) => {
        kind = 'refreshed';
        return ports.intend(refreshToken);
      },
    });
    history.noteTokens(kind, address, tokens);
    return tokens;
  } catch (error) {
    const code = error instanceof FobError ? error.code : 'internal';
    history.note({ kind: 'refresh_failed', address, code });
    throw error;
  }
}
