import { errorViewOf } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { useNavigation } from '../navigation/navigation.tsx';
import { useNotify } from '../ui/notify.tsx';

/** Starts the demo and goes to its environments. Never rejects: a notice tells what became of it, wherever one is by then. */
export function useDemo(): () => Promise<void> {
  const calls = useCalls();
  const { go } = useNavigation();
  const notify = useNotify();
  const words = useWords().firstRun.demo;
  return async () => {
    try {
      await calls['demo.start'](undefined);
      go({ kind: 'environments' });
      notify({ kind: 'done', message: words.started });
    } catch (error) {
      notify({ kind: 'failed', error: errorViewOf(error) });
    }
  };
}
