import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSecretSources } from '../../../core/node/secret-sources.ts';
import { codeOf, errorOf } from '../vault/kit.ts';

const sources = createSecretSources({
  ...process.env,
  SALUS: 'from env',
  EMPTY: '',
  FOB_PASSPHRASE: 'open sesame',
});
const node = (code: string, ...args: string[]): string[] => [process.execPath, '-e', code, ...args];

describe('env', () => {
  test('answers the value as it is', async () => {
    expect(await sources.env('SALUS')).toBe('from env');
  });
  test.each(['EMPTY', 'NOT_THERE', '__proto__', 'toString', 'FOB_PASSPHRASE'])(
    '%s: secret_missing names the variable',
    async (name) => {
      const error = await errorOf(sources.env(name));
      expect(error.code).toBe('secret_missing');
      expect(error.message).toContain(name);
    },
  );
});

describe('file', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fob-sources-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (text: string | Uint8Array): string => {
    const path = join(folder, 'secret');
    writeFileSync(path, text);
    return path;
  };

  test.each([
    ['plain', 'plain'],
    ['one line\n', 'one line'],
    ['windows\r\n', 'windows'],
    ['two breaks\n\n', 'two breaks\n'],
    [' blanks \n', ' blanks '],
    ['-----BEGIN KEY-----\nabc\n-----END KEY-----\n', '-----BEGIN KEY-----\nabc\n-----END KEY-----'],
  ])('%j is %j', async (content, secret) => {
    expect(await sources.file(write(content))).toBe(secret);
  });

  test.each([
    ['empty', ''],
    ['a line break alone', '\n'],
    ['too large', 'x'.repeat(64 * 1024 + 1)],
    ['not text', Uint8Array.of(0xff, 0xfe, 0x00)],
  ])('%s: secret_missing names the file', async (_, content) => {
    const path = write(content);
    const error = await errorOf(sources.file(path));
    expect(error.code).toBe('secret_missing');
    expect(error.message).toContain(path);
  });

  test('no such file, or a directory: secret_missing', async () => {
    expect((await errorOf(sources.file(join(folder, 'nope')))).message).toContain('no such file');
    expect(await codeOf(sources.file(folder))).toBe('secret_missing');
  });
});

describe('exec', () => {
  test('answers what the program prints, without the last line break', async () => {
    expect(await sources.exec(node('console.log("from exec")'))).toBe('from exec');
  });

  test('there is no shell between: arguments arrive as they are', async () => {
    const arg = '$(id) `id` ; && | > * "\'';
    expect(await sources.exec(node('process.stdout.write(process.argv[1])', arg))).toBe(arg);
  });

  test('the program sees the environment, but not what opens the vault', async () => {
    const code =
      'process.stdout.write(JSON.stringify([process.env.SALUS, process.env.FOB_PASSPHRASE ?? null]))';
    expect(JSON.parse(await sources.exec(node(code)))).toEqual(['from env', null]);
  });

  test('nor does it see what is withheld, in whatever case it is written', async () => {
    const code = 'process.stdout.write(JSON.stringify([process.env.SALUS ?? null, "PATH" in process.env]))';
    expect(JSON.parse(await sources.exec(node(code), ['Salus']))).toEqual([null, true]);
  });

  test('a program that asks for input sees its end at once', async () => {
    expect(await sources.exec(node('process.stdin.resume().on("end", () => console.log("ended"))'))).toBe(
      'ended',
    );
  });

  test('that fails: the exit code is named, what it printed and its arguments are not', async () => {
    const code = 'console.log("s3cret-out"); console.error("s3cret-err", "s3cret-arg"); process.exit(7)';
    const error = await errorOf(sources.exec(node(code)));
    expect(error.code).toBe('secret_missing');
    expect(error.message).toContain('exit code 7');
    expect(JSON.stringify([error.message, error.hint, String(error.cause), error.stack])).not.toContain(
      's3cret',
    );
  });

  test.each([
    ['was not found', ['fob-no-such-program']],
    ['more than 64 KB', node('process.stdout.write("x".repeat(70000))')],
    ['is empty', node('')],
    ['could not be run', ['a\0b']],
    ['could not be run', ['']],
  ])('%s', async (reason, command) => {
    const error = await errorOf(sources.exec(command));
    expect(error.code).toBe('secret_missing');
    expect(error.message).toContain(reason);
  });

  test('that hangs, with a child that keeps its output open, is ended by the deadline', async () => {
    const impatient = createSecretSources(process.env, 500);
    const code =
      'require("child_process").spawn(process.execPath, ["-e", "setTimeout(() => 0, 20000)"], { stdio: "inherit" }); setTimeout(() => 0, 20000)';
    const started = performance.now();
    const error = await errorOf(impatient.exec(node(code)));
    expect(error.message).toContain('did not end within 0.5 s');
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
