import { Component } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../language/language.tsx';
import { Page } from '../page.tsx';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';

interface ViewBoundaryProps {
  readonly children: ReactNode;
}

/** Keeps the rest of the window when a view cannot be loaded or drawn. React offers this to classes alone. */
export class ViewBoundary extends Component<ViewBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <FailedToShow /> : this.props.children;
  }
}

function FailedToShow() {
  const words = useWords().shell;
  return (
    <Page>
      <section className="gate">
        <h1>{words.viewFailed}</h1>
        <Note tone="error" isAlert>
          <p>{words.viewFailedHelp}</p>
        </Note>
        <Button look="primary" icon="refresh" onPress={() => location.reload()}>
          {words.reload}
        </Button>
      </section>
    </Page>
  );
}
