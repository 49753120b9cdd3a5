import { useId } from 'react';
import type { ProfileHistory } from '../../shared/history-view.ts';
import { useWords } from '../language/language.tsx';
import type { Words } from '../language/words.ts';
import { useTicking } from '../ui/clock.ts';
import { durationText } from '../ui/time-text.ts';
import { dayOf, fullHours } from './day.ts';
import type { Day, Span } from './day.ts';
import { logText } from './times.ts';

const MINUTE = 60_000;

/** Lines of the picture, in pixels from its top. */
const LIFE = { y: 14, height: 18 };
const TAKEN_Y = 44;
const BASE_Y = 54;
const HEIGHT = 74;

/** A day of one profile as a picture: when it had a valid token, what came, what failed and who took one. */
export function Timeline({ history }: { readonly history: ProfileHistory }) {
  const words = useWords().history.timeline;
  const minute = useTicking((now) => Math.floor(now / MINUTE));
  const now = Math.max(history.to, minute * MINUTE);
  const day = dayOf(history, now);
  const left = (at: number) => `${(((at - day.from) / (day.to - day.from)) * 100).toFixed(3)}%`;
  return (
    // Time goes from left to right in every language that Fob speaks; the picture does not turn with the page.
    <figure className="timeline" dir="ltr">
      <svg className="timeline-picture" height={HEIGHT} role="img" aria-label={summary(day, words)}>
        <Hours day={day} left={left} />
        <Spans day={day} left={left} />
        <rect className="timeline-ahead" x={left(now)} y={0} width="100%" height={BASE_Y} />
        <Marks day={day} left={left} />
        <line className="timeline-base" x1="0" x2="100%" y1={BASE_Y} y2={BASE_Y} />
        <line className="timeline-now" x1={left(now)} x2={left(now)} y1={0} y2={BASE_Y + 4} />
      </svg>
      <Legend words={words.legend} />
    </figure>
  );
}

interface PartProps {
  readonly day: Day;
  /** Where a moment is, from the left. */
  readonly left: (at: number) => string;
}

function Hours({ day, left }: PartProps) {
  const { locale } = useWords().ui.time;
  return fullHours(day, 4).map((at) => (
    <g key={at}>
      <line className="timeline-hour" x1={left(at)} x2={left(at)} y1={0} y2={BASE_Y} />
      {isInside(at, day) && (
        <text className="timeline-label" x={left(at)} y={HEIGHT - 5}>
          {logText('hour', at, locale)}
        </text>
      )}
    </g>
  ));
}

function Spans({ day, left }: PartProps) {
  const hatch = useId();
  const place = ({ from, to }: Span) => ({ x: left(from), width: left(day.from + to - from) });
  return (
    <>
      <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className="timeline-hatch-ground" width="6" height="6" />
        <rect className="timeline-hatch" width="2" height="6" />
      </pattern>
      {day.sleeps.map((span) => (
        <rect key={span.from} {...place(span)} y={2} height={BASE_Y - 2} fill={`url(#${hatch})`} />
      ))}
      {day.lives.map((span) => (
        <rect key={span.from} {...place(span)} {...LIFE} className="timeline-life" />
      ))}
    </>
  );
}

function Marks({ day, left }: PartProps) {
  return (
    <>
      {day.renewals.map((at, index) => (
        <line key={index} className="timeline-renewal" x1={left(at)} x2={left(at)} y1={LIFE.y - 4} y2={36} />
      ))}
      {day.taken.map((at, index) => (
        <circle key={index} className="timeline-taken" cx={left(at)} cy={TAKEN_Y} r={3} />
      ))}
      {day.failures.map((at, index) => (
        <svg key={index} className="timeline-mark" x={left(at)} y={LIFE.y + 9}>
          <path className="timeline-failure" d="M-4 -4 4 4M4 -4 -4 4" />
        </svg>
      ))}
    </>
  );
}

/** A label at the edge would be cut off. */
function isInside(at: number, { from, to }: Day): boolean {
  const share = (at - from) / (to - from);
  return share > 0.04 && share < 0.96;
}

function Legend({ words }: { readonly words: Words['history']['timeline']['legend'] }) {
  return (
    <figcaption className="timeline-legend">
      {(['life', 'renewal', 'failure', 'taken', 'sleep'] as const).map((name) => (
        <span key={name} className="timeline-legend-entry">
          <svg className="timeline-sample" width="16" height="12" viewBox="0 0 16 12" aria-hidden="true">
            {SAMPLES[name]}
          </svg>
          {words[name]}
        </span>
      ))}
    </figcaption>
  );
}

const SAMPLES = {
  life: <rect className="timeline-life" x="0" y="2" width="16" height="8" />,
  renewal: <line className="timeline-renewal" x1="8" x2="8" y1="0" y2="12" />,
  failure: <path className="timeline-failure" d="M4 2 12 10M12 2 4 10" />,
  taken: <circle className="timeline-taken" cx="8" cy="6" r="3" />,
  sleep: <path className="timeline-hatch-sample" d="M1 11 6 1M6 11 11 1M11 11 16 1" />,
};

/** The picture in words. */
function summary(day: Day, words: Words['history']['timeline']): string {
  const { renewals, failures, taken } = day.counts;
  return words.summary([
    renewals === 0 ? words.nothing : words.renewals(renewals),
    ...(failures === 0 ? [] : [words.failures(failures)]),
    ...(taken === 0 ? [] : [words.taken(taken)]),
    ...(day.sleptMs === 0 ? [] : [words.slept(durationText(day.sleptMs))]),
  ]);
}
