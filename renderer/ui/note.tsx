import type { ReactNode } from 'react';
import type { ShownError } from '../bridge/call-error.ts';
import { useWords } from '../language/language.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { visibleText } from './visible-text.ts';

export type NoteTone = 'info' | 'warning' | 'error';

const ICONS: Record<NoteTone, IconName> = { info: 'info', warning: 'warning', error: 'error' };

interface NoteProps {
  readonly tone: NoteTone;
  /** Read out as soon as it appears: for the answer to what a person just did. */
  readonly isAlert?: boolean;
  readonly children: ReactNode;
}

/** A message in place, with a shape for its tone. */
export function Note({ tone, isAlert = false, children }: NoteProps) {
  return (
    <div className={`note note-${tone}`} {...(isAlert ? { role: 'alert' } : {})}>
      <Icon name={ICONS[tone]} />
      <div className="note-text">{children}</div>
    </div>
  );
}

interface ErrorNoteProps {
  readonly error: ShownError | undefined;
  readonly tone?: NoteTone;
  readonly isAlert?: boolean;
}

/**
 * An error: what happened, and the next step. Nothing when there is none. The host speaks English; a page in another
 * language says above that what it is about.
 */
export function ErrorNote({ error, tone = 'error', isAlert = false }: ErrorNoteProps) {
  const words = useWords();
  if (error === undefined) return null;
  const { code, message, hint } = error;
  const title = error.title?.(words) ?? words.errors.titleOf?.(code);
  return (
    <Note tone={tone} isAlert={isAlert}>
      {title !== undefined && <p className={message === '' ? 'note-message' : 'note-title'}>{title}</p>}
      {message !== '' && (
        <p className="note-message" lang="en">
          {visibleText(message)}
        </p>
      )}
      {hint !== undefined && (
        <p className="note-hint" lang="en">
          {visibleText(hint)}
        </p>
      )}
    </Note>
  );
}
