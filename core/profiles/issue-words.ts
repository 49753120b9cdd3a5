/** What zod finds wrong in a profile file, in words for whoever wrote it. They follow the name of the member. */
import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';

/** For `safeParse`; where the schema has words of its own, those count. Never holds the value, which may be a secret. */
export function issueWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(KINDS[issue.expected] ?? issue.expected, issue.input);
    case 'invalid_value':
      return wrongValue(issue.values.map(String), issue.values, issue.input);
    case 'too_small':
      return 'must not be empty';
    case 'too_big':
      return `must have at most ${issue.maximum} ${issue.origin === 'array' ? 'entries' : 'characters'}`;
    case 'invalid_key':
      return 'is not a name that a parameter can have: it needs 1 to 256 characters';
    default:
      return undefined;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  number: 'a number',
  boolean: 'true or false, without quotes',
  object: 'an object in { }',
  record: 'an object in { }',
  array: 'a list in [ ]',
};

function wrongType(wanted: string, input: unknown): string {
  return input === undefined ? `is missing; write ${wanted}` : `must be ${wanted}, not ${kindOf(input)}`;
}

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  if (typeof input === 'boolean') return String(input);
  return KINDS[Array.isArray(input) ? 'array' : typeof input] ?? typeof input;
}

function wrongValue(names: readonly string[], values: readonly unknown[], input: unknown): string {
  const wanted = listOf(values.map((value) => JSON.stringify(value)));
  if (typeof input !== typeof values[0]) return wrongType(wanted, input);
  const nearest = names.find((name) => isNear(name, String(input)));
  return `must be ${wanted}${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`;
}

function isNear(name: string, typed: string): boolean {
  return typed.length > 3 && (name.endsWith(`:${typed}`) || distance(name, typed.slice(0, 100)) <= 2);
}

function listOf(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}
