/** The desktop's own words in the language of the settings. What the windows say is in the renderer's catalogue. */
import type { SettingsView } from '../../../shared/settings-view.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import type { TrayWords } from './en.ts';

/** `locale`: the system's language tag (BCP 47), where the settings leave it to the system. */
export function wordsOf(language: SettingsView['language'], locale: string): TrayWords {
  const wanted = language === 'system' ? locale.toLowerCase().split('-')[0] : language;
  return wanted === 'de' ? de : en;
}
