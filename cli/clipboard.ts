/** The system's clipboard from a terminal, through the tool that the platform has. The text goes in by stdin, never argv. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { FobError } from '../core/index.ts';
import { withoutPassphrase } from './without-passphrase.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What can write the clipboard, best first. */
export function clipboardTools(
  platform: NodeJS.Platform,
  env: Environment,
): readonly (readonly [string, ...string[]])[] {
  if (platform === 'darwin') return [['pbcopy']];
  if (platform === 'win32') return [['clip']];
  const wayland = (env.WAYLAND_DISPLAY ?? '') !== '';
  const x11: readonly (readonly [string, ...string[]])[] = [
    ['xclip', '-selection', 'clipboard'],
    ['xsel', '--clipboard', '--input'],
  ];
  return [
    ...(wayland ? [['wl-copy'] as const] : []),
    ...((env.DISPLAY ?? '') === '' ? [] : x11),
    ['clip.exe'],
  ];
}

/** Rejects with `runtime_unsupported` when there is no tool that works. */
export async function writeClipboard(text: string, env: Environment): Promise<void> {
  const tools = clipboardTools(process.platform, env);
  for (const [program, ...args] of tools)
    if (await pipeTo(program, args, text, withoutPassphrase(env))) return;
  throw new FobError('runtime_unsupported', 'There is no clipboard that Fob can reach from here.', {
    hint: 'On Linux install wl-clipboard (Wayland) or xclip (X11); or use "fob token" in a script, "fob ui" in a browser.',
  });
}

async function pipeTo(
  program: string,
  args: readonly string[],
  text: string,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  const child = spawn(program, args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(text);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0;
  } catch {
    return false;
  }
}
