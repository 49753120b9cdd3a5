/** What the command line says about itself, how it refuses what it does not understand, and how it treats a terminal. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../shared/version.ts';
import { holderOf, makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { refusal } from './refusal.ts';
import { inTerminal } from './terminal.ts';

let home: FobHome;
beforeAll(async () => {
  home = await makeFobHome();
});
afterAll(() => home[Symbol.asyncDispose]());

describe('without a host', () => {
  it.each([[['help']], [['--help']], [['-h']], [[]]])('fob %j lists every command', async (args) => {
    const text = await home.fob(args);
    const commands = [
      'list',
      'token',
      'copy',
      'claims',
      'inspect',
      'refresh',
      'status',
      'ui',
      'lock',
      'unlock',
    ];
    const families = [
      'profile add',
      'profile show',
      'profile remove',
      'secret set',
      'agent start',
      'agent stop',
    ];
    for (const name of [...commands, ...families]) expect(text).toMatch(new RegExp(`^  fob ${name}\\b`, 'm'));
  });

  it('explains one command, and tells its version', async () => {
    expect(await home.fob(['token', '--help'])).toMatch(
      /^fob token ADDRESS .*\n\na fresh access token on stdout\n/,
    );
    expect(await home.fob(['profile', 'add', '--help'])).toMatch(/--file FILE\|-/);
    expect(await home.fob(['help', 'profile', 'add'])).toBe(await home.fob(['profile', 'add', '--help']));
    expect(await home.fob(['vault', '--help'])).toMatch(/^ {2}fob vault slots .*\n[^]*rotate-key/);
    expect((await home.run(['tokn', 'a/b'])).stderr).toContain('Did you mean "fob token"?');
    expect(await home.fob(['--version'])).toBe(`${VERSION}\n`);
    expect(await home.fob(['profile', 'path'])).toBe(`${home.data}/profiles.json\n`);
  });

  it.each([
    [['tokn', 'a/b'], /There is no command "tokn"/],
    [['profile'], /There is no command "profile"/],
    [['profile', 'remoev', 'a/b'], /There is no command "profile remoev"/],
    [['token'], /Something is missing/],
    [['token', 'a/b', 'c/d'], /more than the command takes/],
    [['token', 'a/b', '--audiance', 'x'], /--audiance/],
    [['token', 'a/b', '--format', 'xml'], /There is no format "xml"/],
    [['status', 'now'], /more than the command takes/],
    [['profile', 'add'], /Give --file FILE/],
    [['profile', 'add', 'a/b', 'client_id'], /"client_id" is not MEMBER=VALUE/],
    [['profile', 'add', 'a/b', 'tls={'], /not valid JSON/],
  ])('fob %j is refused with the way to say it', async (args, words) => {
    const { message } = await refusal(home, args, 'usage');
    expect(message).toMatch(words);
    const { code, stdout, stderr } = await home.run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.startsWith(`fob: ${message}\n`)).toBe(true);
  });

  it('starts none for any of that', () => {
    expect(holderOf(home.data)).toBeUndefined();
  });
});

describe('colours and questions', () => {
  const LIST = ['list'];

  beforeAll(async () => {
    await home.fob([
      'profile',
      'add',
      'a/prod',
      'issuer=http://127.0.0.1:1',
      'client_id=c',
      'grant_type=client_credentials',
      'tier=prod',
    ]);
  });

  it('has no colours where there is no terminal, whatever the environment says', async () => {
    const env = { FORCE_COLOR: '1', CLICOLOR_FORCE: '1', TERM: 'xterm-256color' };
    const input = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.';
    for (const args of [LIST, ['status'], ['inspect'], ['help'], ['token', 'a/prod'], ['nonsense']]) {
      const { stdout, stderr } = await home.run(args, { env, input });
      expect(stdout + stderr).not.toBe('');
      expect(stdout + stderr, args.join(' ')).not.toContain('\u001b');
    }
  });

  it('has colours in a terminal, and none with NO_COLOR', async () => {
    const coloured = await inTerminal(home, LIST);
    expect(coloured.shown).toMatch(/a\/prod +\u001b\[31mprod\u001b/);
    const plain = await inTerminal(home, LIST, { env: { NO_COLOR: '1' } });
    expect(plain.shown).toMatch(/^a\/prod +prod +/);
    expect(plain.shown).not.toContain('\u001b');
  });

  it('asks for a passphrase and a secret in a terminal, and shows neither', async () => {
    await using fresh = await makeFobHome({ env: { FOB_PASSPHRASE: undefined } });
    const typed = 'typed by a person';
    const made = await inTerminal(fresh, ['unlock'], {
      answers: [
        ['New passphrase: ', typed],
        ['Once more: ', typed],
      ],
    });
    expect(made).toMatchObject({ code: 0, shown: expect.stringMatching(/Unlocked/) as string });
    await fresh.fob(['lock']);
    const opened = await inTerminal(fresh, ['unlock'], { answers: [['Passphrase: ', typed]] });
    expect(opened.code).toBe(0);
    await fresh.fob([
      'profile',
      'add',
      'a/dev',
      'issuer=http://127.0.0.1:1',
      'client_id=c',
      'grant_type=client_credentials',
      'client_secret={"from":"vault"}',
    ]);
    const stored = await inTerminal(fresh, ['secret', 'set', 'a/dev', 'client_secret'], {
      answers: [['client_secret of a/dev: ', typed]],
    });
    expect(stored).toMatchObject({ code: 0, shown: expect.stringMatching(/stored/) as string });
    for (const { shown } of [made, opened, stored]) expect(shown).not.toContain(typed);
    await fresh.fob(['lock']);
    expect(await fresh.fob(['unlock'], { env: { FOB_PASSPHRASE: typed } })).toBe('Unlocked\n');
  });

  it('makes no vault of two passphrases that differ, and calls a short one what it is', async () => {
    await using fresh = await makeFobHome({ env: { FOB_PASSPHRASE: undefined } });
    const unlock = (first: string, second: string) =>
      inTerminal(fresh, ['unlock'], {
        answers: [
          ['New passphrase: ', first],
          ['Once more: ', second],
        ],
      });
    const differ = await unlock('one thing', 'another');
    expect([differ.code, differ.shown]).toEqual([2, expect.stringMatching(/nothing was changed/)]);
    expect(await fresh.json(['status'])).toMatchObject({ vault: { state: 'absent' } });
    const short = await unlock('short', 'short');
    expect([short.code, short.shown]).toEqual([0, expect.stringMatching(/This passphrase is short/)]);
    expect(await fresh.json(['status'])).toMatchObject({ vault: { state: 'unlocked' } });
  });
});
