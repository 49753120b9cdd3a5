import { LANGUAGES, SIZES, THEMES } from './frames.ts';
import type { Look } from './frames.ts';
import type { UiState } from './state.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif; }
  body { margin: 0 1.5rem 3rem; }
  header { position: sticky; top: 0; padding: 0.75rem 0; background: Canvas; display: flex; gap: 1.5rem; flex-wrap: wrap; }
  section { display: inline-block; vertical-align: top; margin: 0 1.5rem 2rem 0; }
  h2 { font-size: 1rem; margin: 0 0 0.5rem; }
  iframe, img { display: block; border: 1px solid GrayText; background: Canvas; }
`;

/** A frame sleeps until it is clicked, or each that is scrolled to would take the focus. */
const WAKE = "this.querySelector('iframe')?.removeAttribute('inert')";

/** The page of the gallery: switches, and each state in a frame or as a picture. */
export function galleryPage(states: readonly UiState[], look: Look): string {
  const { size, theme, language } = look;
  const query = `size=${size.name}&theme=${theme}&language=${language}`;
  const switches = [
    choice(
      look,
      'size',
      SIZES.map(({ name }) => name),
    ),
    choice(look, 'theme', THEMES),
    choice(look, 'language', LANGUAGES),
  ];
  const shown = states.map((state, index) => {
    const box = `width="${size.width}" height="${size.height}" loading="lazy"`;
    const name = escaped(state.name);
    const live = `/live/${index}?${query}`;
    const body = isThereAtOnce(state)
      ? `<iframe src="${live}" title="${name}" ${box} inert></iframe>`
      : `<a href="${live}" target="_blank"><img src="/picture/${index}?${query}" alt="${name}" ${box}></a>`;
    return `<section onclick="${WAKE}"><h2>${name}</h2>${body}</section>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery · Fob</title><style>${STYLE}</style>
    <header>${switches.join('')}</header><main>${shown.join('\n')}</main></html>`;
}

const isThereAtOnce = ({ open, before }: UiState) => open === undefined && before === undefined;

function choice(look: Look, name: keyof Look, values: readonly string[]): string {
  const chosen = { ...look, size: look.size.name };
  const links = values.map((value) =>
    value === chosen[name]
      ? `<strong>${value}</strong>`
      : `<a href="/?${new URLSearchParams({ ...chosen, [name]: value }).toString().replaceAll('&', '&amp;')}">${value}</a>`,
  );
  return `<nav aria-label="${name}">${name}: ${links.join(' | ')}</nav>`;
}

/** Text as HTML shows it. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
