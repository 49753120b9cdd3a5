import { posix, win32 } from 'node:path';

/**
 * Where Fob keeps its data: `FOB_HOME`, else the platform's per-user data directory. Always an absolute path. A relative
 * `FOB_HOME` counts from the directory the program was started in; a relative `XDG_DATA_HOME` is void, as its
 * specification says.
 */
export function dataDirectory(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  homedir: string,
): string {
  const path = platform === 'win32' ? win32 : posix;
  if (env.FOB_HOME !== undefined && env.FOB_HOME !== '') return path.resolve(env.FOB_HOME);
  switch (platform) {
    case 'darwin':
      return path.join(homedir, 'Library', 'Application Support', 'fob');
    case 'win32':
      return path.join(env.APPDATA ?? path.join(homedir, 'AppData', 'Roaming'), 'fob');
    default: {
      const data = env.XDG_DATA_HOME ?? '';
      return path.join(path.isAbsolute(data) ? data : path.join(homedir, '.local', 'share'), 'fob');
    }
  }
}
