import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import type { Command, CommandContext } from '../command.ts';

export const ui: Command = {
  name: 'ui',
  parameters: '',
  summary: 'opens the browser UI',
  options: { 'no-open': { type: 'boolean', help: 'only print the URL, which is good once and for 60 s' } },
  arity: { min: 0, max: 0 },
  run: async (context) => {
    const launch = (await context.host.call({ method: 'POST', path: '/v1/ui', body: {} })) as {
      url: string;
      launch_file: string;
    };
    const opener = context.args.flag('no-open') ? undefined : browserCommand(process.platform, context.env);
    // The launch file holds the URL, so that the single-use token in it is in nobody's argument list.
    if (opener === undefined || !open(opener, pathToFileURL(launch.launch_file).href)) {
      return { text: launch.url, json: { url: launch.url, opened: false } };
    }
    const [place = launch.url] = launch.url.split('#');
    return { text: `Opened ${place} in your browser`, json: { url: place, opened: true } };
  },
};

/** The program and arguments that open a URL; `undefined` where there is no screen to open it on. */
export function browserCommand(
  platform: NodeJS.Platform,
  env: CommandContext['env'],
): readonly string[] | undefined {
  // A list on Unix; elsewhere a colon is part of a path.
  const listed = (env.BROWSER ?? '').split(platform === 'win32' ? ';' : ':').map((part) => part.trim());
  const wanted = listed.find((part) => part !== '');
  if (wanted !== undefined) return wanted.split(/\s+/);
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  const screen = (env.DISPLAY ?? '') !== '' || (env.WAYLAND_DISPLAY ?? '') !== '';
  return screen ? ['xdg-open'] : undefined;
}

function open([program = '', ...args]: readonly string[], url: string): boolean {
  const withUrl = args.includes('%s') ? args.map((arg) => (arg === '%s' ? url : arg)) : [...args, url];
  const child = spawn(program, withUrl, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
  return child.pid !== undefined;
}
