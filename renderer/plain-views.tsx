import type { ErrorView } from '../shared/error-code.ts';
import { Page } from './page.tsx';
import { TopBar } from './top-bar.tsx';
import { Button } from './ui/button.tsx';
import { ErrorNote } from './ui/note.tsx';

/** The views that stand in for the list while there is none to show. */

export function LoadingView() {
  return (
    <>
      <TopBar />
      <Page isBusy>
        <p className="visually-hidden">Loading</p>
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
  return (
    <>
      <TopBar />
      <Page>
        <section className="gate">
          <h1>{wasSignedIn ? 'The session of this page is over' : 'This page is not signed in'}</h1>
          <p className="gate-text">
            Run <code>fob ui</code> in a terminal to open it. Only that command can: it keeps other programs
            and web pages away from your tokens.
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
  return (
    <>
      <TopBar />
      <Page>
        <section className="gate">
          <h1>Fob cannot show your profiles</h1>
          <ErrorNote error={error} isAlert />
          <Button look="primary" icon="refresh" onPress={onRetry}>
            Try again
          </Button>
        </section>
      </Page>
    </>
  );
}
