import type { SettingsChange } from '../../shared/settings-schema.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { useNotify } from '../ui/notify.tsx';
import { useSteady } from '../ui/use-steady.ts';

/** Saves at once, says what it is now, and offers to take it back with `before`. */
export type SaveSetting = (said: string, change: SettingsChange, before: SettingsChange) => void;

export function useSaveSetting(): SaveSetting {
  const calls = useCalls();
  const notify = useNotify();
  const words = useWords().settings;
  const set = async (change: SettingsChange, done: () => void): Promise<void> => {
    try {
      await calls['settings.set'](change);
      done();
    } catch (error) {
      notify({ kind: 'failed', error: errorViewOf(error) });
    }
  };
  return useSteady((said, change, before) => {
    const undo = () => void set(before, () => notify({ kind: 'done', message: words.undone }));
    void set(change, () =>
      notify({ kind: 'done', message: said, action: { label: words.undo, onPress: undo } }),
    );
  });
}
