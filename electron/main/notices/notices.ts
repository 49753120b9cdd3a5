/** Tells a person what needs them, by the system's notifications, which keep its quiet hours. Never a token is in one. */
import { Notification } from 'electron';
import type { Clock, Engine } from '../../../core/index.ts';
import type { Address } from '../../../shared/profile.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { spanText } from '../tray/tray-status.ts';
import type { TrayWords } from '../words/en.ts';
import { dueNotices } from './due-notices.ts';
import type { Notice } from './due-notices.ts';

/** More at once are no help: the window lists them. */
const MOST_AT_ONCE = 3;

export interface NoticeOptions {
  readonly engine: Pick<Engine, 'snapshot' | 'subscribe'>;
  readonly clock: Clock;
  readonly words: () => TrayWords;
  readonly clicked: (kind: Notice['kind'], address: Address) => void;
}

/** Follows the snapshots until the answer is called. What was so at the start is not told. */
export function giveNotices({ engine, clock, words, clicked }: NoticeOptions): () => void {
  const told = new Set<string>();
  dueNotices(engine.snapshot(), clock.now(), told);
  return engine.subscribe((snapshot: Snapshot) => {
    const due = dueNotices(snapshot, clock.now(), told);
    if (!snapshot.settings.notifications) return;
    for (const notice of due.slice(0, MOST_AT_ONCE)) tell(notice, words(), clicked);
  });
}

function tell(notice: Notice, words: TrayWords, clicked: NoticeOptions['clicked']): void {
  const notification = new Notification(textOf(notice, words));
  const key = `${notice.kind} ${notice.address}`;
  const letGo = (): void => {
    if (kept.get(key) === notification) kept.delete(key);
  };
  notification.on('click', () => {
    letGo();
    clicked(notice.kind, notice.address);
  });
  notification.on('close', letGo);
  kept.set(key, notification);
  notification.show();
}

/** Electron holds on to none of them, and one that is collected hears of no click. The newest of each kind stays. */
const kept = new Map<string, Notification>();

function textOf(
  { kind, address, left }: Notice,
  { notices: said, ...words }: TrayWords,
): { title: string; body: string } {
  const span = spanText(left, { notices: said, ...words });
  switch (kind) {
    case 'sign_in':
      return { title: said.signInTitle(address), body: said.signInBody };
    case 'failing':
      return { title: said.failingTitle(address), body: said.failingBody };
    case 'certificate':
      return { title: said.certificateTitle(address), body: said.certificateBody(span) };
    case 'session':
      return { title: said.sessionTitle(address), body: said.sessionBody(span) };
  }
}

/** Says what was copied from outside of a window, where nothing else would. */
export function tellCopied(title: string, body: string): void {
  new Notification({ title, body, silent: true }).show();
}
