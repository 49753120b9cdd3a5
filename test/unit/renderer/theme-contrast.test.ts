import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const CSS = readFileSync(new URL('../../../renderer/ui/theme.css', import.meta.url), 'utf8');

/** The colours of theme.css by name: [light, dark]. */
const COLOURS = new Map(
  [...CSS.slice(0, CSS.indexOf('@media')).matchAll(/--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, [light, dark] as const],
  ),
);

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

const TEXT = 4.5; // WCAG 1.4.3
const PART = 3; // WCAG 1.4.11: borders of inputs, rings, marks

const PAIRS: readonly (readonly [string, string, number])[] = [
  ...['canvas', 'surface', 'sunken', 'hover', 'accent-soft', 'bad-soft', 'warn-soft', 'good-soft'].flatMap(
    (ground) => [['ink', ground, TEXT] as const, ['muted', ground, TEXT] as const],
  ),
  ...['dev', 'test', 'prod'].flatMap((tier) => [
    [tier, 'surface', TEXT] as const,
    [tier, `${tier}-soft`, TEXT] as const,
    [tier, 'hover', PART] as const,
  ]),
  ...['good', 'warn', 'bad'].flatMap((tone) => [
    [tone, 'surface', TEXT] as const,
    [tone, 'hover', TEXT] as const,
    [tone, `${tone}-soft`, TEXT] as const,
  ]),
  ['on-accent', 'accent', TEXT],
  ['on-accent', 'accent-hover', TEXT],
  ['accent', 'accent-soft', TEXT],
  ['accent', 'surface', PART],
  ['accent', 'canvas', PART],
  ['line-strong', 'surface', PART],
  ['line-strong', 'canvas', PART],
  ['canvas', 'ink', TEXT],
];

describe('the colours have contrast enough', () => {
  test.each(
    PAIRS.flatMap(([front, ground, least]) => [0, 1].map((scheme) => ({ front, ground, least, scheme }))),
  )('$front on $ground, scheme $scheme', ({ front, ground, least, scheme }) => {
    const one = COLOURS.get(front)?.[scheme];
    const other = COLOURS.get(ground)?.[scheme];
    if (one === undefined || other === undefined)
      throw new Error(`theme.css has no colour ${front} or ${ground}.`);
    expect(contrast(one, other)).toBeGreaterThanOrEqual(least);
  });
});
