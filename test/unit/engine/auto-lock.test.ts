/** The vault locks itself as settings.json says; what that file says wrongly counts as its default. */
import { describe, expect, it, vi } from 'vitest';
import { createSettings } from '../../../core/engine/settings.ts';
import type { Leaving } from '../../../core/engine/contract.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings-view.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import { ADDRESS, beginScene, PASSPHRASE } from './kit.ts';
import type { Scene } from './kit.ts';

const MINUTE = 60_000;
const DEFAULTS = DEFAULT_SETTINGS.lock;

async function begin(settings: unknown): Promise<Scene> {
  const scene = await beginScene();
  await scene.files.write('settings.json', new TextEncoder().encode(JSON.stringify(settings)));
  await scene.engine.reload();
  return scene;
}

/** Locking waits for what is being stored. */
const becomesLocked = (scene: Scene): Promise<void> => vi.waitFor(() => expect(state(scene)).toBe('locked'));

const state = ({ engine }: Scene): string => engine.snapshot().vault.state;

describe('an idle vault', () => {
  it('is locked when nobody asked for so long; keeping tokens warm is no use of it', async () => {
    const scene = await begin({ lock: { idle: '15m' } });
    await scene.take();
    await scene.clock.advance(15 * MINUTE - 1);
    expect(scene.idp.asked.length).toBeGreaterThan(2);
    expect(state(scene)).toBe('unlocked');
    await scene.clock.advance(1);
    await becomesLocked(scene);
    await expect(scene.take()).rejects.toMatchObject({ code: 'vault_locked' });
  });

  it('stays open while somebody asks, and the time begins anew with each unlock', async () => {
    const scene = await begin({ lock: { idle: '15m' } });
    for (let asked = 0; asked < 5; asked += 1) {
      await scene.clock.advance(10 * MINUTE);
      await scene.take();
    }
    await scene.clock.advance(15 * MINUTE);
    await becomesLocked(scene);
    await scene.clock.advance(100 * MINUTE);
    await scene.clock.until(scene.engine.unlock(PASSPHRASE));
    await scene.clock.advance(14 * MINUTE);
    expect(state(scene)).toBe('unlocked');
    await scene.clock.advance(MINUTE);
    await becomesLocked(scene);
  });

  it('is locked right after a sleep that was long enough, though no timer ran in it', async () => {
    const scene = await begin({ lock: { idle: '15m' } });
    await scene.take();
    scene.clock.jump(16 * MINUTE);
    scene.engine.wake();
    await scene.clock.advance(0);
    await becomesLocked(scene);
  });

  it('is never locked without the setting, costs no timer then, and not any more when it is taken back', async () => {
    const plain = await beginScene();
    const timers = plain.clock.pending();
    const scene = await begin({ lock: { idle: '1m' } });
    expect(scene.clock.pending()).toBe(timers + 1);
    await scene.files.write('settings.json', new TextEncoder().encode('{}'));
    await scene.engine.reload();
    expect(scene.clock.pending()).toBe(timers);
    await scene.clock.advance(600 * MINUTE);
    expect(state(scene)).toBe('unlocked');
  });
});

describe('leaving the machine', () => {
  const cases: readonly [Leaving, object, string][] = [
    ['sleep', {}, 'unlocked'],
    ['screen-lock', {}, 'unlocked'],
    ['sleep', { on_sleep: true }, 'locked'],
    ['screen-lock', { on_sleep: true }, 'unlocked'],
    ['screen-lock', { on_screen_lock: true }, 'locked'],
    ['sleep', { on_screen_lock: true }, 'unlocked'],
    ['sleep', { on_sleep: 'yes' }, 'unlocked'],
  ];
  it.each(cases)('%s with %j leaves it %s', async (how, lock, expected) => {
    const scene = await begin({ lock });
    await scene.engine.vault.leave(how);
    expect(state(scene)).toBe(expected);
  });

  it('counts the file as it is now, not as it was at the start', async () => {
    const scene = await begin({});
    await scene.files.write('settings.json', new TextEncoder().encode('{"lock":{"on_sleep":true}}'));
    await scene.engine.vault.leave('sleep');
    expect(state(scene)).toBe('locked');
  });
});

describe('settings.json', () => {
  const read = async (text: string) => {
    const files = createMemoryFiles();
    await files.write('settings.json', new TextEncoder().encode(text));
    const settings = createSettings(files);
    await settings.refresh();
    return { files, settings };
  };

  it.each([
    ['{}', DEFAULTS, []],
    [
      '{"lock":{"idle":"90s","on_sleep":true,"on_screen_lock":true}}',
      { idle: '90s', on_screen_lock: true, on_sleep: true },
      [],
    ],
    ['{"lock":{"idle":"2h"}}', { ...DEFAULTS, idle: '2h' }, []],
    ['{"lock":{"idle":"0m"}}', DEFAULTS, ['lock.idle']],
    ['{"lock":{"idle":15}}', DEFAULTS, ['lock.idle']],
    ['{"lock":{"idle":"-1m"}}', DEFAULTS, ['lock.idle']],
    ['{"lock":{"idle":"1e9h"}}', DEFAULTS, ['lock.idle']],
    ['{"lock":{"idle":"15m","on_sleep":1}}', { ...DEFAULTS, idle: '15m' }, ['lock.on_sleep']],
    ['{"lock":{"on_sleep":true,"idel":"1m"}}', { ...DEFAULTS, on_sleep: true }, ['idel']],
    ['{"lock":[]}', DEFAULTS, ['lock']],
    ['{"lock":null}', DEFAULTS, ['lock']],
    ['{"pinned":"a/b","lock":{"on_sleep":true}}', { ...DEFAULTS, on_sleep: true }, ['pinned']],
    ['[]', DEFAULTS, ['JSON object']],
    ['not json', DEFAULTS, ['JSON object']],
    ['', DEFAULTS, ['JSON object']],
    ['{"__proto__":{"lock":{"on_sleep":true}}}', DEFAULTS, []],
  ] as const)('%s', async (text, lock, problems) => {
    const { settings } = await read(text);
    expect(settings.view().lock).toEqual(lock);
    expect(settings.problems()).toEqual(problems.map((part) => expect.stringContaining(part) as unknown));
  });

  it('keeps what is not ours, or not understood, when something is pinned', async () => {
    const { files, settings } = await read('{"lock":{"idle":"soon"},"theirs":[1]}');
    await settings.setPinned([ADDRESS], true);
    const written: unknown = JSON.parse(new TextDecoder().decode(files.content.get('settings.json')));
    expect(written).toEqual({ lock: { idle: 'soon' }, theirs: [1], pinned: [ADDRESS] });
    expect([...settings.pinned()]).toEqual([ADDRESS]);
    await settings.setPinned([ADDRESS], false);
    expect([...settings.pinned()]).toEqual([]);
  });

  it('of a backup is taken where there is none, else only its pins of what was added', async () => {
    const { settings } = await read('{"pinned":["a/own"]}');
    await settings.addMissing('{"pinned":["a/new","a/known"],"lock":{"on_sleep":true}}', [
      'a/new',
      'a/other',
    ]);
    expect([[...settings.pinned()], settings.view().lock.on_sleep]).toEqual([['a/own', 'a/new'], false]);
    const none = createSettings(createMemoryFiles());
    await none.addMissing('{"lock":{"on_sleep":true}}', []);
    expect(none.view().lock.on_sleep).toBe(true);
  });
});
