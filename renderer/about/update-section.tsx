import type { DesktopView } from '../../shared/desktop-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';

/** The newer version that waits for a restart, and what is new in it. */
export function UpdateSection({ update }: { readonly update: NonNullable<DesktopView['update']> }) {
  const words = useWords().about.update;
  const calls = useCalls();
  const restart = useAction(() => calls['desktop.restart'](undefined));
  return (
    <section>
      <h2>{words.title(update.version)}</h2>
      {update.notes !== '' && (
        <pre className="about-diagnostics" tabIndex={0} aria-label={words.notes} dir="auto">
          {update.notes}
        </pre>
      )}
      <p className="muted">{words.help}</p>
      <Button look="primary" isPending={restart.isPending} onPress={() => void restart.run()}>
        {words.restart}
      </Button>
      <ErrorNote error={restart.error} isAlert />
    </section>
  );
}
