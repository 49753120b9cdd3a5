import { callError } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { serviceIds, useUndo } from './use-undo.ts';

/** Adds the profiles of a profile file's text, and offers to undo that. Rejects with what is wrong with it. */
export function useAddProfiles(): (text: string) => Promise<readonly string[]> {
  const calls = useCalls();
  const undo = useUndo();
  const words = useWords().profiles.undo;
  return async (text) => {
    const { problems } = await calls['profiles.check']({ text });
    if (problems[0] !== undefined) throw callError({ code: 'profile_invalid', message: problems[0].message });
    const before = await undo.before(serviceIds(text));
    const { addresses } = await calls['profiles.add']({ text });
    await undo.offer(before, words.added(addresses));
    return addresses;
  };
}
