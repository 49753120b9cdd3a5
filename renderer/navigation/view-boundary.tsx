import { Component } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../language/language.tsx';
import { Page } from '../page.tsx';
import { LightButton } from '../ui/light-button.tsx';
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
        <LightButton look="primary" icon="refresh" onClick={() => location.reload()}>
          {words.reload}
        </LightButton>
      </section>
    </Page>
  );
}
