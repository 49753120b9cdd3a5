/** A profile's way to its IdP: made once, never another profile's, and with a memory for what the IdP asks of proofs. */
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import type { EnginePorts } from '../../../core/engine/ports.ts';
import { ProfileAccess } from '../../../core/engine/profile-access.ts';
import type { HttpRequest } from '../../../core/index.ts';
import { withWish } from '../../../core/tokens/token-identity.ts';
import type { Vault } from '../../../core/vault/vault.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { jsonAnswer } from '../../fakes/fake-idp.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import { profileOf } from '../profiles/kit.ts';
import { ADDRESS, beginScene } from './kit.ts';

const before = profileOf({ notes: 'one' });
const after = profileOf({ token_endpoint: 'https://other.example/token' });

function access(): ProfileAccess {
  const { http } = createScriptedHttp(() => scriptedAnswer(404, ''));
  const vault = { read: () => Promise.resolve(undefined) } as Partial<Vault> as Vault;
  const ports = { clock: createFakeClock(), http } as Partial<EnginePorts> as EnginePorts;
  return new ProfileAccess(ports, vault, () => undefined);
}

describe('the connection of a profile', () => {
  it('is one for all that is asked of it: other scopes and a sign-in by device, too', () => {
    const profiles = access();
    const connection = profiles.connection(before);
    expect(profiles.connection(withWish(before, { scope: 'a', audience: 'b', resource: 'c' }))).toBe(
      connection,
    );
    expect(profiles.connection({ ...before, grant_type: 'password' })).toBe(connection);
  });

  it('is not what a request that began before the profile changed left behind at its address', async () => {
    const profiles = access();
    profiles.disconnect(before.address);
    const late = profiles.connection(before);
    const now = profiles.connection(after);
    expect(now).not.toBe(late);
    expect((await now.metadata()).token_endpoint).toBe(after.token_endpoint);
    expect((await profiles.connection(before).metadata()).token_endpoint).toBe(before.token_endpoint);
  });

  it.each<[string, (profiles: ProfileAccess) => void]>([
    ['the address is let go', (profiles) => profiles.disconnect(before.address)],
    ['all are', (profiles) => profiles.disconnectAll()],
  ])('goes when %s, whatever profile it was made for', (_what, letGo) => {
    const profiles = access();
    const [one, other] = [profiles.connection(before), profiles.connection(after)];
    letGo(profiles);
    expect([profiles.connection(before), profiles.connection(after)]).not.toContain(one);
    expect([profiles.connection(before), profiles.connection(after)]).not.toContain(other);
  });
});

describe('a profile with DPoP', () => {
  const nonceOf = ({ headers }: HttpRequest): unknown => decodeJwt(headers.dpop ?? '').nonce;

  it('is refused for want of a nonce once, not at each refresh (RFC 9449 section 8.2)', async () => {
    const scene = await beginScene({ dpop: true });
    const nonces: unknown[] = [];
    scene.idp.fault = (request) => {
      nonces.push(nonceOf(request));
      const headers = { 'dpop-nonce': `n${nonces.length}` };
      const answer = { access_token: `access-${nonces.length}`, token_type: 'DPoP', expires_in: 300 };
      const isFirst = nonces.length === 1;
      const body = isFirst ? { error: 'use_dpop_nonce' } : answer;
      return jsonAnswer(isFirst ? 400 : 200, body, scene.clock.now(), headers);
    };
    for (let n = 0; n < 3; n += 1) await scene.engine.refresh(ADDRESS);
    expect(nonces).toEqual([undefined, 'n1', 'n2', 'n3']);
  });
});
