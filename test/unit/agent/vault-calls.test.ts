/** Looking after the vault goes by the private socket alone. */
import { describe, expect, it } from 'vitest';
import { ipcContract } from '../../../shared/ipc-contract.ts';
import { vaultContract } from '../../../shared/vault-contract.ts';
import { startTestHost } from './host-fixture.ts';
import type { RawRequest } from './raw-http.ts';
import { callRequest, startUi } from './ui-fixture.ts';

const asked = (method: string, path: string, body?: unknown): RawRequest => ({
  method,
  path,
  ...(body === undefined
    ? {}
    : { headers: [['Content-Type', 'application/json']], body: JSON.stringify(body) }),
});

describe('over the socket', () => {
  it.each([
    ['GET', '/v1/slots', undefined, ['vault.slots']],
    [
      'POST',
      '/v1/slots',
      { kind: 'keyring', passphrase: 'p' },
      ['vault.addSlot', 'keyring', { passphrase: 'p' }],
    ],
    ['DELETE', '/v1/slots', { kind: 'keyring' }, ['vault.removeSlot', 'keyring']],
    ['POST', '/v1/passphrase', { newPassphrase: 'n' }, ['vault.changePassphrase', undefined, 'n']],
    ['POST', '/v1/rotate-key', { passphrase: 'p' }, ['vault.rotateKey', 'p']],
    ['POST', '/v1/backup', {}, ['vault.backup', undefined]],
    ['POST', '/v1/restore', { text: 't', passphrase: 'p' }, ['vault.restore', 't', 'p', false]],
    ['POST', '/v1/repair/salus/dev', undefined, ['vault.repair', 'salus/dev']],
    ['POST', '/v1/checkup', { passphrase: 'p' }, ['vault.checkup', { passphrase: 'p' }]],
    ['POST', '/v1/checkup/salus/dev', undefined, ['vault.checkup', { address: 'salus/dev' }]],
  ] as const)('%s %s reaches the engine', async (method, path, body, call) => {
    const { send, engine } = await startTestHost();
    const { status } = await send(asked(method, path, body));
    expect(status).toBeOneOf([200, 204]);
    expect(engine.calls).toEqual([call]);
  });

  it.each([
    ['POST', '/v1/slots', { kind: 'paper' }],
    ['POST', '/v1/slots', {}],
    ['POST', '/v1/passphrase', { newPassphrase: '' }],
    ['POST', '/v1/passphrase', {}],
    ['POST', '/v1/restore', { text: 't' }],
    ['POST', '/v1/restore', { text: 't', passphrase: 'p', replace: 'yes' }],
    ['POST', '/v1/backup', { file: '/etc/passwd' }],
    ['POST', '/v1/rotate-key', { passphrase: 'x'.repeat(1025) }],
  ])('%s %s with %j is refused as usage', async (method, path, body) => {
    const { send, engine } = await startTestHost();
    expect((await send(asked(method, path, body))).status).toBe(400);
    expect(engine.calls).toEqual([]);
  });

  it('only a restore may bring more than 1 MB', async () => {
    const { send, engine } = await startTestHost();
    const text = 'x'.repeat(2 * 1024 * 1024);
    expect((await send(asked('POST', '/v1/restore', { text, passphrase: 'p' }))).status).toBe(200);
    expect(engine.calls).toEqual([['vault.restore', text, 'p', false]]);
    expect((await send(asked('POST', '/v1/passphrase', { newPassphrase: text }))).status).toBe(413);
    expect((await send(asked('POST', '/v1/profiles', { text }))).status).toBe(413);
    expect(engine.calls).toHaveLength(1);
  });
});

describe('a page with a session', () => {
  it.each(Object.keys(vaultContract))('has no call %s', async (name) => {
    const ui = await startUi();
    const { headers } = await ui.signIn();
    const { body } = await ui.send(callRequest(name, headers));
    expect(JSON.parse(body)).toMatchObject({ ok: false, error: { code: 'usage' } });
    expect(ui.engine.calls).toEqual([]);
  });

  it('has none of them by another name either', () => {
    expect(Object.keys(ipcContract).filter((name) => name.startsWith('vault.'))).toEqual([
      'vault.unlock',
      'vault.lock',
    ]);
  });
});
