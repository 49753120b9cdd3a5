import { pathToFileURL } from 'node:url';
import { openInBrowser } from '../browser.ts';
import type { Command } from '../command.ts';

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
    // The launch file holds the URL, so that the single-use token in it is in nobody's argument list.
    const page = pathToFileURL(launch.launch_file).href;
    if (context.args.flag('no-open') || !(await openInBrowser(page, context.env))) {
      return { text: launch.url, json: { url: launch.url, opened: false } };
    }
    const [place = launch.url] = launch.url.split('#');
    return { text: `Opened ${place} in your browser`, json: { url: place, opened: true } };
  },
};
