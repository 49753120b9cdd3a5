import type { ReactNode } from 'react';
import type { ErrorView } from '../../shared/error-code.ts';
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
  readonly error: ErrorView | undefined;
  readonly tone?: NoteTone;
  readonly isAlert?: boolean;
}

/** An error of the host: what happened, and the next step. Nothing when there is none. */
export function ErrorNote({ error, tone = 'error', isAlert = false }: ErrorNoteProps) {
  if (error === undefined) return null;
  return (
    <Note tone={tone} isAlert={isAlert}>
      <p className="note-message">{visibleText(error.message)}</p>
      {error.hint !== undefined && <p className="note-hint">{visibleText(error.hint)}</p>}
    </Note>
  );
}
