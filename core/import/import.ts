/** From files of other programs to profiles of ours. Pure: nothing is opened, asked for or saved. */
import { parse as parseYaml } from 'yaml';
import type { ImportFile, ImportNote } from '../../shared/import-view.ts';
import { LARGEST_IMPORT } from '../../shared/import-view.ts';
import { FobError } from '../errors/fob-error.ts';
import { printable } from '../errors/redact.ts';
import { parseJsonText } from '../profiles/json-text.ts';
import { assemble } from './assemble.ts';
import type { Assembled, FoundValue } from './assemble.ts';
import { isCurl, readCurl } from './curl.ts';
import { environmentFindings } from './environment-findings.ts';
import type { Reading } from './finding.ts';
import { mergedAuths } from './jetbrains.ts';
import { readIssuer } from './plain-json.ts';
import { isBru, readBru } from './bruno.ts';
import { isProfileFile, readProfileFile } from './profile-file.ts';
import { readValue } from './read-value.ts';

export type { FoundValue } from './assemble.ts';

export interface ImportOptions {
  /** What the result is called in place of what the files call it. */
  readonly service?: string | undefined;
}

export interface Imported {
  /** What the files were taken for, in words for people. */
  readonly formats: readonly string[];
  readonly profiles: Assembled['profiles'];
  readonly secrets: readonly FoundValue[];
  readonly notes: readonly ImportNote[];
}

/** Collections are large; everything else is written by hand, or for one client. */
const LARGEST_OTHER = 1024 * 1024;
const MOST_ALIASES = 100;
const MOST_NOTES = 500;
const HINT =
  'Fob reads collections and environments of Postman, Insomnia and Bruno, http-client.env.json of JetBrains, oidc-gen -p, keycloak.json, JSON with a client_id, a curl line to a token endpoint, and an issuer URL.';

/**
 * Files of one program are read together: a collection and its environments. Throws `profiles_invalid` when nothing in
 * them can be a profile; what could not be taken of the rest is in the notes.
 */
export function importProfiles(files: readonly ImportFile[], options: ImportOptions = {}): Imported {
  if (files.reduce((sum, { text }) => sum + text.length, 0) > LARGEST_IMPORT)
    throw new FobError(
      'profiles_invalid',
      `That is more than the ${LARGEST_IMPORT / 1024 / 1024} MB that Fob imports.`,
    );
  const [only, ...others] = files;
  const own = only === undefined || others.length > 0 ? undefined : ownFile(only);
  if (own !== undefined) return { formats: ['Fob profile file'], ...own };
  const failed: FobError[] = [];
  const read: Reading[] = [];
  for (const file of files) {
    try {
      read.push(readFile(file));
    } catch (error) {
      if (!(error instanceof FobError)) throw error;
      failed.push(inFile(error, file, files.length));
    }
  }
  const readings = environmentFindings(mergedFamilies(read));
  if (readings.every(({ findings }) => findings.length === 0)) throw failed[0] ?? nothingFound();
  const { profiles, secrets, notes } = assemble(readings, options.service);
  if (profiles.services.length === 0) throw nothingUsable(notes);
  const unread = failed.map(({ message }) => ({ message }));
  return {
    formats: [...new Set(readings.map(({ format }) => format))],
    profiles,
    secrets,
    notes: shortened([...notes, ...unread]),
  };
}

function ownFile({ text }: ImportFile): Assembled | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  const { value } = parseJsonText(text);
  return isProfileFile(value) ? readProfileFile(value) : undefined;
}

function readFile({ name, text: given }: ImportFile): Reading {
  const text = given.replace(/^\ufeff/, '').trim();
  if (text === '') throw new FobError('profiles_invalid', 'There is nothing in it.', { hint: HINT });
  if (/^[{[]/.test(text)) return readJson(text, name);
  if (text.length > LARGEST_OTHER)
    throw new FobError('profiles_invalid', 'It is larger than the 1 MB that Fob reads of it.');
  if (isCurl(text)) return readCurl(text);
  if (/^https?:\/\/\S+$/.test(text)) return readIssuer(text);
  if (isBru(text)) return readBru(text, name);
  return readValue(yamlValue(text), name) ?? unknown();
}

function readJson(text: string, name: string | undefined): Reading {
  const { value, problems } = parseJsonText(text);
  const [problem] = problems;
  if (value === undefined)
    throw new FobError(
      'profiles_invalid',
      `Line ${problem?.line ?? 1}, column ${problem?.column ?? 1}: ${problem?.message ?? 'is not valid JSON'}.`,
    );
  const reading = readValue(value, name) ?? unknown();
  const hidden = problems.map(({ message, line }) => `Line ${line}: ${message}; the first one counts.`);
  return { ...reading, notes: [...(reading.notes ?? []), ...hidden.slice(0, 20)] };
}

/** Throws `profiles_invalid`. The messages of the parser quote the text, which may hold a secret. */
function yamlValue(text: string): unknown {
  try {
    return parseYaml(text, { maxAliasCount: MOST_ALIASES, logLevel: 'silent', schema: 'core' }) as unknown;
  } catch (cause) {
    throw new FobError('profiles_invalid', 'It is none of the formats that Fob reads, and no good YAML.', {
      hint: HINT,
      cause,
    });
  }
}

/** Secrets in a private file go to what the public one says. */
function mergedFamilies(readings: readonly Reading[]): readonly Reading[] {
  const jetbrains = readings.filter(({ family }) => family === 'jetbrains');
  const [first] = jetbrains;
  if (first === undefined) return readings;
  const findings = mergedAuths(jetbrains.flatMap((reading) => reading.findings));
  return readings.map((reading) => {
    if (reading.family !== 'jetbrains') return reading;
    return { ...reading, findings: reading === first ? findings : [] };
  });
}

function unknown(): never {
  throw new FobError('profiles_invalid', 'It is none of the formats that Fob reads.', { hint: HINT });
}

function inFile(error: FobError, { name }: ImportFile, count: number): FobError {
  if (name === undefined || (count === 1 && error.hint !== undefined)) return error;
  const { code, message, hint } = error;
  return new FobError(code, `${printable(name)}: ${message}`, {
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });
}

function nothingFound(): FobError {
  return new FobError('profiles_invalid', 'There is no OAuth 2.0 authorization in it.', {
    hint: 'Give the collection, folder or request where it is set, together with its environments.',
  });
}

function nothingUsable(notes: readonly ImportNote[]): FobError {
  return new FobError(
    'profiles_invalid',
    notes[0]?.message ?? 'There is nothing in it that can be a profile.',
    {
      hint: 'Nothing else was found in it.',
    },
  );
}

function shortened(notes: readonly ImportNote[]): readonly ImportNote[] {
  const distinct = [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
  if (distinct.length <= MOST_NOTES) return distinct;
  return [...distinct.slice(0, MOST_NOTES), { message: `And ${distinct.length - MOST_NOTES} notes more.` }];
}
