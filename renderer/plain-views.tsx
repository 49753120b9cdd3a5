import type { ErrorView } from '../shared/error-code.ts';
import { useWords } from './language/language.tsx';
import { Page } from './page.tsx';
import { TopBar } from './top-bar.tsx';
import { LightButton } from './ui/light-button.tsx';
import { ErrorNote } from './ui/note.tsx';

/** The views that stand in for the list while there is none to show. */

export function LoadingView() {
  const words = useWords().shell;
  return (
    <>
      <TopBar />
      <Page isBusy>
        <h1 className="visually-hidden">{words.loading}</h1>
        {[0, 1, 2].map((row) => (
          <div key={row} className="service skeleton" />
        ))}
      </Page>
    </>
  );
}

interface SignedOutViewProps {
  /** It was signed in before: the session ended after a time without use, or the host was started anew. */
  readonly wasSignedIn?: boolean;
}

export function SignedOutView({ wasSignedIn = false }: SignedOutViewProps) {
  const words = useWords().shell;
  return (
    <>
      <TopBar />
      <Page>
        <section className="gate">
          <h1>{wasSignedIn ? words.sessionOver : words.notSignedIn}</h1>
          <p className="gate-text">
            {words.runBefore} <code>fob ui</code> {words.runAfter}
          </p>
        </section>
      </Page>
    </>
  );
}

interface FailedViewProps {
  readonly error: ErrorView;
  readonly onRetry: () => void;
}

export function FailedView({ error, onRetry }: FailedViewProps) {
  const words = useWords().shell;
  return (
    <>
      <TopBar />
      <Page>
        <section className="gate">
          <h1>{words.cannotShow}</h1>
          <ErrorNote error={error} isAlert />
          <LightButton look="primary" icon="refresh" onClick={onRetry}>
            {words.tryAgain}
          </LightButton>
        </section>
      </Page>
    </>
  );
}
