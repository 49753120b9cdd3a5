import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { de } from './de.ts';
import { en } from './en.ts';
import type { Words } from './words.ts';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const CATALOGUES: Record<Language, Words> = { en, de };

/** How dates and numbers are written: a day before its month, and 24 hours, in both. */
const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };

const LanguageContext = createContext<Language>('en');

/** Gives everything below it the messages of one language, the controls of the component library included. */
export function LanguageProvider(props: { readonly language: Language; readonly children: ReactNode }) {
  return (
    <LanguageContext value={props.language}>
      <I18nProvider locale={LOCALES[props.language]}>{props.children}</I18nProvider>
    </LanguageContext>
  );
}

/** The messages in the language of the UI. */
export function useWords(): Words {
  return CATALOGUES[use(LanguageContext)];
}

/** The first of the browser's languages that Fob speaks; English where it speaks none. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const known = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (known !== undefined) return known;
  }
  return 'en';
}
