import type { Bridge } from '../../shared/ipc-contract.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { useNotify } from '../ui/notify.tsx';

/** Services as they stand in the profile file, by their ids; `undefined` for one that is not there. */
export type ServiceTexts = ReadonlyMap<string, string | undefined>;

export interface Undo {
  /** To be called before a change. */
  readonly before: (services: readonly string[]) => Promise<ServiceTexts>;
  /** Tells what was done, and brings back what was there before when the person says so. */
  readonly offer: (before: ServiceTexts, message: string, undone?: string) => Promise<void>;
}

/**
 * Brings profiles back as they were written. Secrets that were deleted with a profile do not come back: whoever deletes a
 * secret has to be sure that it is gone at once.
 */
export function useUndo(): Undo {
  const calls = useCalls();
  const notify = useNotify();
  const words = useWords().profiles.undo;

  const bringBack = async (before: ServiceTexts, after: ServiceTexts, undone: string) => {
    try {
      for (const [service, text] of before)
        await calls['profiles.save']({ service, before: after.get(service), text });
      notify({ kind: 'done', message: undone });
    } catch (error) {
      notify({ kind: 'failed', error: errorViewOf(error) });
    }
  };

  return {
    before: (services) => textsOf(calls, services),
    offer: async (before, message, undone = words.undone) => {
      const after = await textsOf(calls, [...before.keys()]);
      const action = { label: words.label, onPress: () => void bringBack(before, after, undone) };
      notify({ kind: 'done', message, action });
    },
  };
}

async function textsOf(calls: Bridge['call'], services: readonly string[]): Promise<ServiceTexts> {
  const read = async (service: string) =>
    [service, (await calls['profiles.text']({ service })).text] as const;
  return new Map(await Promise.all(services.map(read)));
}

/** The ids of the services in a profile file's text, which the host has found good. */
export function serviceIds(text: string): readonly string[] {
  return (JSON.parse(text) as { readonly services: readonly { readonly id: string }[] }).services.map(
    ({ id }) => id,
  );
}
