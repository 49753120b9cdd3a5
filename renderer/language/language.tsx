import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import { en } from './en.ts';
import type { Words } from './words.ts';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** How dates and numbers are written: a day before its month, and 24 hours, in both. */
const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };

/** English is always there; another language comes on demand, and English stays when it cannot be had. */
const LOADS: Record<Exclude<Language, 'en'>, () => Promise<Words>> = {
  de: () => import('./de.ts').then(({ de }) => de),
};

const loaded = new Map<Language, Promise<Words>>();

/** The same promise each time, as React's `use` needs it. */
function wordsOf(language: Exclude<Language, 'en'>): Promise<Words> {
  const words = loaded.get(language) ?? LOADS[language]().catch(() => en);
  loaded.set(language, words);
  return words;
}

const WordsContext = createContext<Words>(en);
const LocaleContext = createContext(LOCALES.en);

/** Gives everything below it the messages of one language. Suspends while the language is loaded. */
export function LanguageProvider(props: { readonly language: Language; readonly children: ReactNode }) {
  const { language, children } = props;
  const words = language === 'en' ? en : use(wordsOf(language));
  return (
    <WordsContext value={words}>
      <LocaleContext value={LOCALES[language]}>{children}</LocaleContext>
    </WordsContext>
  );
}

/** How the language of the UI writes dates and numbers, as a BCP 47 tag. */
export function useLocale(): string {
  return use(LocaleContext);
}

/** The messages in the language of the UI. */
export function useWords(): Words {
  return use(WordsContext);
}

/** The first of the browser's languages that Fob speaks; English where it speaks none. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const known = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (known !== undefined) return known;
  }
  return 'en';
}
