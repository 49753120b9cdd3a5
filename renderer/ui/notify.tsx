import { createContext, use, useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { ShownError } from '../bridge/call-error.ts';
import { useWords } from '../language/language.tsx';
import { Icon } from './icon.tsx';
import { LightButton } from './light-button.tsx';
import { LightIconButton } from './light-icon-button.tsx';
import { ErrorNote } from './note.tsx';

/** What just happened: a done thing in one line, or an error. */
export type Notice =
  | { readonly kind: 'done'; readonly message: string; readonly action?: NoticeAction }
  | { readonly kind: 'failed'; readonly error: ShownError };

/** What can still be done about it, such as to undo it. */
export interface NoticeAction {
  readonly label: string;
  readonly onPress: () => void;
}

const DONE_SHOWN_MS = 4000;
/** Time to read it, to think, and to get there. */
const ACTION_SHOWN_MS = 12_000;

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
  const words = useWords().ui;
  const [notice, setNotice] = useState<{ readonly id: number; readonly content: Notice }>();
  const notify = useCallback(
    (content: Notice) => setNotice((last) => ({ id: (last?.id ?? 0) + 1, content })),
    [],
  );
  const drop = useCallback(() => setNotice(undefined), []);
  const content = notice?.content;
  return (
    <NotifyContext value={notify}>
      {children}
      <div className="notices" data-react-aria-top-layer="true">
        <div role="status" aria-label={words.lastAction}>
          {content?.kind === 'done' && <DoneNotice key={notice?.id} notice={content} onOver={drop} />}
        </div>
        <div role="alert" aria-label={words.lastProblem}>
          {content?.kind === 'failed' && (
            <div key={notice?.id} className="notice notice-failed">
              <ErrorNote error={content.error} />
              <LightIconButton icon="close" label={words.dismiss} onClick={() => setNotice(undefined)} />
            </div>
          )}
        </div>
      </div>
    </NotifyContext>
  );
}

interface DoneNoticeProps {
  readonly notice: Extract<Notice, { readonly kind: 'done' }>;
  readonly onOver: () => void;
}

/** Goes by itself, but never while somebody is at it. */
function DoneNotice({ notice: { message, action }, onOver }: DoneNoticeProps) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(onOver, action === undefined ? DONE_SHOWN_MS : ACTION_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld, action, onOver]);
  return (
    <div
      className="notice notice-done"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name="check" />
      <span>{message}</span>
      {action !== undefined && (
        <LightButton
          className="notice-action"
          onClick={() => {
            onOver();
            action.onPress();
          }}
        >
          {action.label}
        </LightButton>
      )}
    </div>
  );
}
