/**
 * `npm run gallery`: one page with every state of the UI. A state that is there at once is the real renderer over a
 * scripted host, in a frame, to be played with; one that somebody has to go to is a picture, taken when it is scrolled
 * to, with a link to where it begins. Ctrl-C ends it, and the browser that takes the pictures.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startHarness } from '../e2e/renderer-harness.ts';
import { launchChromium } from '../e2e/renderer-page.ts';
import { LANGUAGES, SIZES, THEMES } from './frames.ts';
import type { Language, Theme } from './frames.ts';
import { galleryPage } from './gallery-page.ts';
import { takePictures } from './picture.ts';
import type { UiState } from './state.ts';
import { STATES } from './states.ts';

const TYPES = { html: 'text/html; charset=utf-8', png: 'image/png' } as const;

const browser = await launchChromium();
let lastPicture: Promise<unknown> = Promise.resolve();

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error));
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
console.log(`${STATES.length} states: ${origin}/\nCtrl-C ends the gallery.`);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', origin);
  const look = {
    size: SIZES.find(({ name }) => name === searchParams.get('size')) ?? SIZES[1],
    theme: THEMES.find((name) => name === searchParams.get('theme')) ?? THEMES[0],
    language: LANGUAGES.find((name) => name === searchParams.get('language')) ?? LANGUAGES[0],
  };
  const [, kind, index] = pathname.split('/');
  const state = STATES[Number(index)];
  if (kind === '') send(response, 'html', galleryPage(STATES, look));
  else if (kind === 'live' && state !== undefined)
    response.writeHead(302, { Location: await openLive(state, look.theme, look.language) }).end();
  else if (kind === 'picture' && state !== undefined) {
    // One after the other: a page that scrolls by asks for many at once.
    const { size, theme, language } = look;
    const picture = lastPicture.then(() => takePictures(browser, state, size, [theme], language));
    lastPicture = picture.catch(() => undefined);
    const [png] = await picture;
    if (png !== undefined) send(response, 'png', png);
  } else response.writeHead(404).end();
}

function send(response: ServerResponse, type: keyof typeof TYPES, body: string | Buffer): void {
  response.writeHead(200, { 'Content-Type': TYPES[type], 'Cache-Control': 'no-store' }).end(body);
}

/** A host of its own for each frame, so that none changes another. */
async function openLive(
  { scenario, isUninvited }: UiState,
  theme: Theme,
  language: Language,
): Promise<string> {
  const harness = await startHarness(scenario, { framedBy: origin });
  harness.host.change({ settings: { ...harness.host.snapshot().settings, theme, language } });
  return isUninvited === true ? harness.origin : harness.launchUrl;
}
