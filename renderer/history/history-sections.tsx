import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button as FoldButton, Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import type { ProfileHistory } from '../../shared/history-view.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { RelativeTime } from '../claims/relative-time.tsx';
import { useWords } from '../language/language.tsx';
import { useNavigation } from '../navigation/navigation.tsx';
import { Button } from '../ui/button.tsx';
import { useTicking } from '../ui/clock.ts';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { localText } from '../ui/time-text.ts';
import { EventLine } from './event-line.tsx';
import { nextSteps } from './next-steps.ts';
import { Timeline } from './timeline.tsx';
import { TraceSection } from './trace-section.tsx';
import { useProfileHistory } from './use-profile-history.ts';

const MAX_LISTED = 50;

/** What will happen to an environment's token, what happened in a day, and how the last one was asked for. */
export function HistorySections({ environment }: { readonly environment: EnvironmentView }) {
  const words = useWords().history;
  const state = useProfileHistory(environment);
  return (
    <>
      <Section title={words.next.title}>
        <NextSteps environment={environment} />
      </Section>
      <Section title={words.timeline.title}>
        {state.kind === 'failed' && <ErrorNote error={state.error} />}
        {state.kind === 'ready' && <DaySection history={state.history} />}
      </Section>
      {state.kind === 'ready' && (
        <Section title={words.trace.title}>
          <TraceSection trace={state.history.trace} />
        </Section>
      )}
    </>
  );
}

function NextSteps({ environment }: { readonly environment: EnvironmentView }) {
  const { history, ui } = useWords();
  // Only what is over changes the list; the times in it tick by themselves.
  const texts = useTicking((now) => JSON.stringify(nextSteps(environment, now, history.next)));
  const steps = JSON.parse(texts) as ReturnType<typeof nextSteps>;
  return (
    <ol className="next-steps">
      {steps.map(({ text, at }) => (
        <li key={text}>
          <span>{text}</span>
          {at !== undefined && (
            <span className="fact-aside">
              <RelativeTime moment={at} /> · {localText(at, ui.time)}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

function DaySection({ history }: { readonly history: ProfileHistory }) {
  const words = useWords().history.timeline;
  const { go } = useNavigation();
  const [isOpen, setOpen] = useState(false);
  const { events } = history;
  if (events.length === 0) return <p className="muted">{words.empty}</p>;
  return (
    <>
      <Timeline history={history} />
      <Disclosure className="fold" isExpanded={isOpen} onExpandedChange={setOpen}>
        <FoldButton slot="trigger" className="fold-trigger">
          <Icon name="chevron-down" />
          {words.list(events.length)}
        </FoldButton>
        <DisclosurePanel>
          {isOpen && (
            <ol className="event-list">
              {events
                .slice(-MAX_LISTED)
                .reverse()
                .map((event, index) => (
                  <li key={index} className="event">
                    <EventLine event={event} />
                  </li>
                ))}
            </ol>
          )}
          {events.length > MAX_LISTED && <p className="muted">{words.latest(MAX_LISTED)}</p>}
        </DisclosurePanel>
      </Disclosure>
      <Button icon="activity" onPress={() => go({ kind: 'activity', address: history.address })}>
        {words.all}
      </Button>
    </>
  );
}

/** A part of the details with its heading. */
function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="details-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
