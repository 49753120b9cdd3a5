/** Looks for secrets where none may be: in files, in the process list, in what programs print. Plain, and encoded as programs encode them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Leak {
  /** The canary's own name, so that a failing test does not print the secret. */
  readonly what: string;
  readonly where: string;
}

/** By name. */
export type Canaries = ReadonlyMap<string, string>;

export type Place = readonly [where: string, content: Buffer];

export function leaksInFiles(directory: string, canaries: Canaries): readonly Leak[] {
  return leaksIn(filesBelow(directory), canaries);
}

/** Every file below a directory that can be read. */
export function filesBelow(directory: string): readonly Place[] {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile())
    .map((entry): Place => {
      const path = join(entry.parentPath, entry.name);
      return [path, readFileSync(path)];
    });
}

/** What every process of this machine was called with. Empty where there is no `/proc`. */
export function commandLines(): readonly string[] {
  return processIds().map(commandLineOf);
}

export const commandLineOf = (pid: number): string => procFile(String(pid), 'cmdline');

/** Every process of this machine. Empty where there is no `/proc`. */
export function processIds(): readonly number[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Who started a process; 0 when nobody that still runs. */
export const parentOf = (pid: number): number =>
  Number(/^PPid:\s+(\d+)$/m.exec(procFile(String(pid), 'status'))?.[1] ?? 0);

/** The environment that a process was started with. Empty where there is no `/proc`. */
export const environmentOf = (pid: number): string => procFile(String(pid), 'environ');

export function leaksInText(where: string, text: string, canaries: Canaries): readonly Leak[] {
  return leaksIn([[where, Buffer.from(text)]], canaries);
}

function procFile(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // It ended in the meantime.
    return '';
  }
}

/** The one search that all others are made of. */
export function leaksIn(places: readonly Place[], canaries: Canaries): readonly Leak[] {
  const wanted = [...canaries].map(([what, secret]) => ({ what, disguises: disguisesOf(secret) }));
  return places.flatMap(([where, content]) =>
    wanted
      .filter(({ disguises }) => disguises.some((disguise) => content.includes(disguise)))
      .map(({ what }) => ({ what, where })),
  );
}

/** How a secret can look in a file: as it is, in a URL, a form or JSON, in UTF-16, hexadecimal, and in base64 at any offset. */
function disguisesOf(secret: string): readonly Buffer[] {
  const plain = Buffer.from(secret);
  const texts = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    plain.toString('hex'),
    ...[0, 1, 2].flatMap((offset) => base64At(offset, plain)),
  ];
  return [...texts.map((text) => Buffer.from(text)), Buffer.from(secret, 'utf16le')];
}

/** The part of the base64 text that is the same whatever stands before and after. */
function base64At(offset: number, plain: Buffer): readonly string[] {
  const whole = Buffer.concat([Buffer.alloc(offset), plain]);
  const shared = (text: string): string => text.replace(/=+$/, '').slice(offset === 0 ? 0 : offset + 1, -1);
  return [shared(whole.toString('base64')), shared(whole.toString('base64url'))];
}
