import { describe, expect, it, vi } from 'vitest';
import { dispatch } from '../../../agent/dispatch.ts';
import { createHandlers } from '../../../agent/handlers.ts';
import { FobError } from '../../../core/index.ts';
import { createFakeEngine, FAKE_NOW, FAKE_TOKEN } from '../../fakes/fake-engine.ts';

const address = 'salus/dev';

describe('dispatch', () => {
  it.each([
    ['tokens.claims', { address }, ['claims', address]],
    ['tokens.userinfo', { address }, ['userinfo', address]],
    ['tokens.refresh', { address }, ['refresh', address]],
    ['tokens.inspect', { jwt: 'a.b.c' }, ['inspect', { jwt: 'a.b.c' }]],
    ['tokens.inspect', { jwt: 'a.b.c', for: address }, ['inspect', { jwt: 'a.b.c', for: address }]],
    ['profiles.check', { text: '{}' }, ['checkProfiles', '{}']],
    ['profiles.add', { text: '{}' }, ['addProfiles', '{}']],
    ['profiles.show', { address }, ['showProfile', address]],
    ['profiles.remove', { address }, ['removeProfile', address]],
    ['profiles.pin', { address, pinned: true }, ['pin', address, true]],
    [
      'secrets.set',
      { address, member: 'client_secret', value: 's' },
      ['setSecret', address, 'client_secret', 's'],
    ],
    ['vault.unlock', { passphrase: 'p' }, ['unlock', 'p']],
    ['vault.unlock', {}, ['unlock', undefined]],
    ['vault.lock', undefined, ['lock']],
    ['demo.start', undefined, ['demo.start']],
  ])('%s reaches the engine', async (name, argument, expected) => {
    const engine = createFakeEngine();
    const settled = await dispatch(createHandlers(engine, {}), name, argument);
    expect(settled.ok).toBe(true);
    expect(JSON.parse(JSON.stringify(settled))).toHaveProperty('value');
    expect(engine.calls).toEqual([expected]);
  });

  it.each([
    ['no.such.call', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
    ['snapshot.changed', undefined],
    ['tokens.copy', undefined],
    ['tokens.copy', { address, format: 'secret' }],
    ['tokens.copy', { address: '../etc', format: 'raw' }],
    ['tokens.copy', { address, format: 'raw', extra: 1 }],
    ['secrets.set', { address, member: 'access_token', value: 'x' }],
    ['secrets.set', { address, member: 'client_secret', value: '' }],
    ['vault.unlock', { passphrase: 'x'.repeat(1025) }],
    ['vault.lock', {}],
    ['profiles.add', { text: 5 }],
  ])('refuses %s with %j as usage and touches nothing', async (name, argument) => {
    const engine = createFakeEngine();
    const settled = await dispatch(createHandlers(engine, {}), name, argument);
    expect(settled).toMatchObject({ ok: false, error: { code: 'usage' } });
    expect(engine.calls).toEqual([]);
  });

  it('does not repeat a refused secret in its message', async () => {
    const secret = 'canary-3141';
    const argument = { address, member: secret, value: secret };
    const settled = await dispatch(createHandlers(createFakeEngine(), {}), 'secrets.set', argument);
    expect(JSON.stringify(settled)).not.toContain(secret);
  });

  it('keeps the code of an error of ours', async () => {
    const engine = createFakeEngine();
    engine.failWith(new FobError('vault_locked', 'The vault is locked.', { hint: 'fob unlock' }));
    expect(await dispatch(createHandlers(engine, {}), 'tokens.refresh', { address })).toEqual({
      ok: false,
      error: { code: 'vault_locked', message: 'The vault is locked.', hint: 'fob unlock' },
    });
  });

  it('hides the text of a bug from the caller and tells the host', async () => {
    const engine = createFakeEngine();
    engine.failWith(new TypeError('canary-2718'));
    const report = vi.fn();
    const settled = await dispatch(createHandlers(engine, {}), 'profiles.show', { address }, report);
    expect(settled).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(settled)).not.toContain('canary');
    expect(report).toHaveBeenCalledOnce();
  });
});

describe('tokens.copy', () => {
  it('answers the text where only the page can reach a clipboard', async () => {
    const settled = await dispatch(createHandlers(createFakeEngine(), {}), 'tokens.copy', {
      address,
      format: 'header',
    });
    expect(settled).toEqual({
      ok: true,
      value: {
        address,
        format: 'header',
        expiresAt: FAKE_NOW + 300_000,
        text: `Authorization: Bearer ${FAKE_TOKEN}`,
      },
    });
  });

  it('writes a clipboard of the host and keeps the token out of the answer', async () => {
    const written: string[] = [];
    const handlers = createHandlers(createFakeEngine(), {
      writeClipboard: (text, to) => void written.push(`${to} ${text}`),
    });
    const settled = await dispatch(handlers, 'tokens.copy', { address, format: 'raw' });
    expect(written).toEqual([`${address} ${FAKE_TOKEN}`]);
    expect(JSON.stringify(settled)).not.toContain(FAKE_TOKEN);
    expect(settled.ok).toBe(true);
  });
});
