/** What must never be in a package, whatever a pattern in the configuration lets through. */
import type { PackedFile } from './packed-app.ts';

/** The one package that is not bundled, and its native parts. */
const SHIPPED_PACKAGE = /^@napi-rs\/keyring(-[\w-]+)?$/;
const PACKAGE = /\/node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/g;
const TEST = /(^|\/)(tests?|__tests__|fixtures)\/|\.(test|spec)\.[a-z]+$/;
const SOURCE = /\.(ts|tsx|mts|cts)$/;
const INLINE_MAP = /\/[/*][#@] sourceMappingURL=data:/;
const SECRET = /(^|\/)(\.env(\..+)?|\.npmrc|[^/]+\.(pem|p12|pfx|key))$/;

/** One sentence for each file that must not be packed. */
export async function forbiddenIn(files: readonly PackedFile[]): Promise<string[]> {
  const found = await Promise.all(
    files.map(async (file) => {
      const reason = await whyNot(file);
      return reason === undefined ? [] : [`${file.path} must not be packed: it is ${reason}.`];
    }),
  );
  return found.flat();
}

async function whyNot({ path, read }: PackedFile): Promise<string | undefined> {
  const packages = [...`/${path}`.matchAll(PACKAGE)].map(([, name = '']) => name);
  const other = packages.find((name) => !SHIPPED_PACKAGE.test(name));
  if (other !== undefined) return `of ${other}, a package that Fob does not ship`;
  if (TEST.test(path)) return 'a test';
  if (SOURCE.test(path)) return 'a source file';
  if (SECRET.test(path)) return 'of a kind that holds secrets';
  if (path.endsWith('.map') && hasSources(await read())) return 'a source map with the sources';
  if (/\.(c|m)?js$|\.css$/.test(path) && INLINE_MAP.test((await read()).toString('utf8')))
    return 'a file with its source map inside';
  return undefined;
}

/** A map that is not one may hold anything. */
function hasSources(map: Buffer): boolean {
  try {
    const { sourcesContent } = JSON.parse(map.toString('utf8')) as { readonly sourcesContent?: unknown };
    return sourcesContent !== undefined;
  } catch {
    return true;
  }
}
