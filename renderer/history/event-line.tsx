import type { ActivityEvent } from '../../shared/history-view.ts';
import { useWords } from '../language/language.tsx';
import { Icon } from '../ui/icon.tsx';
import { EVENT_ICONS, eventAside, eventText } from './event-text.ts';
import { logText } from './times.ts';

/** One event: when, what, and how often. */
export function EventLine({ event }: { readonly event: ActivityEvent }) {
  const { history: words, ui } = useWords();
  const { kind, at } = event;
  const { locale } = ui.time;
  const aside = eventAside(event, words, (moment) => logText('time', moment, locale));
  return (
    <>
      <time className="event-time" dateTime={new Date(at).toISOString()}>
        <span className="event-day">{logText('day', at, locale)}</span> {logText('time', at, locale)}
      </time>
      <span className={`event-what event-${kind}`}>
        <Icon name={EVENT_ICONS[kind]} size={14} />
        <span>
          {eventText(event, words)}
          {aside !== '' && <span className="event-aside"> · {aside}</span>}
        </span>
      </span>
    </>
  );
}
