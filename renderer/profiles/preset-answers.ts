import { fillIn } from '../../shared/presets/preset.ts';
import type { Answers, Preset } from '../../shared/presets/preset.ts';

/** The given answers with one more. A choice that another answer took away falls back to its default. */
export function withAnswer(preset: Preset, given: Answers, name: string, value: string): Answers {
  const next = { ...given, [name]: value };
  const gone = fillIn(preset, next).asked.filter(
    ({ question, problem }) => question.kind === 'choice' && problem !== undefined,
  );
  const names = gone.map(({ question }) => question.name);
  return Object.fromEntries(Object.entries(next).filter(([each]) => !names.includes(each)));
}

/** Whether Fob would keep and send a user's password, which a person should know before they agree to it. */
export function usesPassword(preset: Preset, given: Answers): boolean {
  return preset.members(fillIn(preset, given).answers).grant_type === 'password';
}
