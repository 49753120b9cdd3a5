import { createContext, use, useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { ErrorView } from '../../shared/error-code.ts';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { ErrorNote } from './note.tsx';

/** What just happened: a done thing in one line, or an error. */
export type Notice =
  | { readonly kind: 'done'; readonly message: string }
  | { readonly kind: 'failed'; readonly error: ErrorView };

const DONE_SHOWN_MS = 4000;

const NotifyContext = createContext<(notice: Notice) => void>(() => undefined);

/** Tells the person what just happened, on screen and through a screen reader. */
export function useNotify(): (notice: Notice) => void {
  return use(NotifyContext);
}

/**
 * Holds the one notice of the window. Both live regions are always there, since a screen reader announces only what
 * changes in a region that it knows; and modal dialogs leave them in reach (`data-react-aria-top-layer`).
 */
export function NotifyProvider({ children }: { readonly children: ReactNode }) {
  const [notice, setNotice] = useState<{ readonly id: number; readonly content: Notice }>();
  const notify = useCallback(
    (content: Notice) => setNotice((last) => ({ id: (last?.id ?? 0) + 1, content })),
    [],
  );
  useEffect(() => {
    if (notice?.content.kind !== 'done') return;
    const timer = setTimeout(() => setNotice(undefined), DONE_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);

  const content = notice?.content;
  return (
    <NotifyContext value={notify}>
      {children}
      <div className="notices" data-react-aria-top-layer="true">
        <div role="status" aria-label="Last action">
          {content?.kind === 'done' && <DoneNotice key={notice?.id} message={content.message} />}
        </div>
        <div role="alert" aria-label="Last problem">
          {content?.kind === 'failed' && (
            <div key={notice?.id} className="notice notice-failed">
              <ErrorNote error={content.error} />
              <IconButton icon="close" label="Dismiss" onPress={() => setNotice(undefined)} />
            </div>
          )}
        </div>
      </div>
    </NotifyContext>
  );
}

function DoneNotice({ message }: { readonly message: string }) {
  return (
    <p className="notice notice-done">
      <Icon name="check" />
      {message}
    </p>
  );
}
