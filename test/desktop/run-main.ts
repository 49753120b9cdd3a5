/**
 * Runs the built main process in this very process, on a double of Electron. Node has to load this file itself (by
 * `createRequire`): a test runner that loads modules its own way would take the built bundle apart.
 */
import { registerHooks } from 'node:module';

/** Where the doubles' members wait for the module that is made of them. */
const PROVIDED = Symbol.for('fob.test.electron');
const provided = ((globalThis as Record<symbol, unknown>)[PROVIDED] ??= new Map()) as Map<
  string,
  Readonly<Record<string, unknown>>
>;

const DOUBLE = 'fob-electron:';
/** The library that looks for newer versions, as the build has it: one file of CommonJS. */
const UPDATER = './electron-updater.js';
/** A real keyring on the developer's machine is no place for a test's keys. */
const NO_KEYRING = `
  const away = () => Promise.reject(new Error('no keyring here'));
  export class AsyncEntry { getPassword = away; setPassword = away; deletePassword = away; }
  export const findCredentialsAsync = away;
  export default { AsyncEntry, findCredentialsAsync };`;

registerHooks({
  resolve(specifier, context, next) {
    const start = startOf(context.parentURL ?? '');
    if (start === undefined) return next(specifier, context);
    if (specifier === 'electron') return { url: `${DOUBLE}${start}`, shortCircuit: true };
    if (specifier === UPDATER && provided.has(updaterOf(start)))
      return { url: `${DOUBLE}${updaterOf(start)}`, shortCircuit: true };
    if (specifier === '@napi-rs/keyring') return { url: `${DOUBLE}keyring`, shortCircuit: true };
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith(DOUBLE)) return next(url, context);
    const name = url.slice(DOUBLE.length);
    return {
      format: 'module',
      source: sourceOf(name),
      shortCircuit: true,
    };
  },
});

/** Each start of the bundle has a number of its own, so that each is evaluated anew. */
function startOf(url: string): string | undefined {
  return /^file:.*\?start=(\d+)$/.exec(url)?.[1];
}

const updaterOf = (start: string): string => `updater-${start}`;

function sourceOf(name: string): string {
  if (name === 'keyring') return NO_KEYRING;
  const members = `globalThis[Symbol.for('fob.test.electron')].get('${name}')`;
  if (name.startsWith(updaterOf(''))) return `export default ${members};`;
  return `export const { ${Object.keys(provided.get(name) ?? {}).join(', ')} } = ${members};`;
}

let starts = 0;

/** Evaluates the bundle and settles when it has started, or has said why it cannot. */
export async function runMain(
  bundle: string,
  electron: Readonly<Record<string, unknown>>,
  autoUpdater?: object,
): Promise<void> {
  starts += 1;
  provided.set(String(starts), electron);
  if (autoUpdater !== undefined) provided.set(updaterOf(String(starts)), { autoUpdater });
  const main = (await import(`${bundle}?start=${starts}`)) as { started: Promise<void> };
  await main.started;
}
