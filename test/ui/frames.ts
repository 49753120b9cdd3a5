/** The sizes, themes and languages that every state is looked at in. */
export const SIZES = [
  { name: 'popover', width: 360, height: 560 },
  { name: 'small', width: 900, height: 640 },
  { name: 'wide', width: 1440, height: 900 },
] as const;
export type Size = (typeof SIZES)[number];

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Look {
  readonly size: Size;
  readonly theme: Theme;
  readonly language: Language;
}
