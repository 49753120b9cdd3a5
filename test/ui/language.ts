/** What is said in English where German is spoken. */
import { readFileSync } from 'node:fs';
import { de } from '../../renderer/language/de.ts';
import { claimHelp as deClaimHelp } from '../../renderer/language/de/claim-help.ts';
import { en } from '../../renderer/language/en.ts';
import { claimHelp as enClaimHelp } from '../../renderer/language/en/claim-help.ts';
import { PRESETS } from '../../shared/presets/registry.ts';

/** Words that both languages write the same, in the places where Fob uses them. */
const SAME_WORDS = new Set(
  `Claim Claims Client Discovery Deutsch DPoP English Fob Grants Import in Issuer JSON JWT min ms Name Nonce null optional
  Passphrase Person PKCE Scope Scopes Status Test Token Version`.split(/\s+/),
);

/** What stands there to be typed, and is no prose. */
const SAMPLES = [
  'eyJhbGciOi…',
  'Authorization: Bearer …',
  'curl -H "Authorization: …"',
  'FOB_TOKEN=…',
  '{ "access_token": … }',
  en.refusal.placeholder,
  en.profiles.import.placeholder,
  'openid profile',
];

/** Names of packages and of their licences, and of the services that are known. */
const NAMES = [
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
  JSON.stringify(PRESETS.map(({ title }) => title)),
];

interface Message {
  /** Where it stands in the catalogue: `environments.copy.word`. */
  readonly path: string;
  readonly value: unknown;
}

function messagesOf(value: unknown, path: string): Message[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([name, part]) => messagesOf(part, `${path}.${name}`));
}

/** Messages of the catalogue that say the same in both languages, but for words that are; those with values by their source. */
export function untranslatedMessages(): string[] {
  const german = new Map(
    messagesOf({ ...de, claimHelp: deClaimHelp }, '').map(({ path, value }) => [path, String(value)]),
  );
  return messagesOf({ ...en, claimHelp: enClaimHelp }, '')
    .filter(({ path, value }) => german.get(path) === String(value) && !isSameInBoth(spoken(value)))
    .map(({ path, value }) => `${path.slice(1)}: ${String(value)}`);
}

/** Of a message with values, the words between them. */
function spoken(message: unknown): string {
  if (typeof message !== 'function') return String(message);
  const texts = [...String(message).matchAll(/`([^`]*)`|'([^']*)'/g)].map(
    ([, template, text]) => template ?? text ?? '',
  );
  return texts.join(' ').replaceAll(/\$\{[^}]*\}/g, ' ');
}

/** Texts of a page that are the same in both languages, and that neither these words nor the host's answers account for. */
export function untranslatedTexts(
  english: readonly string[],
  german: readonly string[],
  answers: readonly string[],
): string[] {
  const isAnswered = (text: string) =>
    answers.some((answer) => answer.includes(JSON.stringify(text).slice(1, -1)));
  const isData = (text: string) =>
    NAMES.some((names) => names.includes(JSON.stringify(text))) || text.split(/ · |: /).every(isAnswered);
  return english.filter((text) => german.includes(text) && !isSameInBoth(text) && !isData(text));
}

/** A name out of an RFC, of an algorithm or the like: one word, and not one that begins as a German word would. */
const TECHNICAL = /^(\S*[\d_@/.:+-]\S*|[a-z]+|\{.*\})$/;

function isSameInBoth(text: string): boolean {
  if (SAMPLES.includes(text) || TECHNICAL.test(text)) return true;
  return (text.match(/\p{L}{2,}/gu) ?? []).every((word) => SAME_WORDS.has(word));
}
