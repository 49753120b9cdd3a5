import { parseProfiles } from '../../../core/profiles/profiles-file.ts';
import type { Profile } from '../../../shared/profile.ts';

/** A text with one `▲` in it: the text without it, and where it stood (1-based). */
export function marked(text: string): { text: string; line: number; column: number } {
  const before = text.slice(0, text.indexOf('▲'));
  const lines = before.split('\n');
  return { text: text.replace('▲', ''), line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

/** What every environment needs to be usable. */
export const COMPLETE = {
  grant_type: 'client_credentials',
  client_id: 'c1',
  token_endpoint: 'https://idp.example/token',
} as const;

/** A file of one service `s` with one environment `e`, usable unless `members` or `defaults` spoil it. */
export function fileOf(members: object, defaults?: object): string {
  const environments = [{ id: 'e', ...COMPLETE, ...members }];
  return JSON.stringify({ version: 1, services: [{ id: 's', defaults, environments }] }, null, 2);
}

/** The only profile of {@link fileOf}. */
export function profileOf(members: object, defaults?: object): Profile {
  const { profiles, problems } = parseProfiles(fileOf(members, defaults));
  const profile = profiles.get('s/e');
  if (profile === undefined) throw new Error(problems[0]?.message);
  return profile;
}
