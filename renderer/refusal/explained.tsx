import type { ReactNode } from 'react';
import { RelativeTime } from '../claims/relative-time.tsx';
import { useWords } from '../language/language.tsx';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon.tsx';
import { localText } from '../ui/time-text.ts';
import { visibleText } from '../ui/visible-text.ts';
import type { Explanation } from './explain.ts';
import type { Finding, Shown, Subject } from './finding.ts';

interface ExplainedProps {
  readonly explanation: Explanation;
  /** Of the profile, or empty. */
  readonly address: string;
  /** The server's own words. */
  readonly says: string;
}

/** What was found, the likeliest first; what was looked at and is well; and what could not be seen. */
export function Explained({ explanation, address, says }: ExplainedProps) {
  const words = useWords().refusal;
  const { findings, held, unseen } = explanation;
  return (
    <>
      <div role="status" className="visually-hidden">
        {findings[0] === undefined ? words.nothing : words.causes[findings[0].cause].title}
      </div>
      {findings.length === 0 && <NothingFound hasLooked={held.length > 0} />}
      <ol className="findings" aria-label={words.result}>
        {findings.map((finding) => (
          <FindingCard key={finding.cause} finding={finding} address={address === '' ? 'ADDRESS' : address} />
        ))}
      </ol>
      {says !== '' && (
        <p className="server-says">
          <span className="muted">{words.serverSays}</span> <q dir="auto">{visibleText(says)}</q>
        </p>
      )}
      <Subjects label={words.held} subjects={held} icon="check" />
      <Subjects label={words.unseen} subjects={unseen} icon="question" />
    </>
  );
}

function NothingFound({ hasLooked }: { readonly hasLooked: boolean }) {
  const words = useWords().refusal;
  return (
    <div className="nothing-found">
      <p className="note-message">{hasLooked ? words.nothing : words.nothingSeen}</p>
      <p className="muted">{hasLooked ? words.nothingHelp : words.nothingSeenHelp}</p>
    </div>
  );
}

const ICONS: Record<Finding['sureness'], IconName> = {
  certain: 'error',
  likely: 'warning',
  possible: 'question',
};

function FindingCard({ finding, address }: { readonly finding: Finding; readonly address: string }) {
  const words = useWords().refusal;
  const { cause, sureness, expected, found } = finding;
  const { title, why, next } = words.causes[cause];
  return (
    <li className={`finding finding-${sureness}`}>
      <p className="finding-sureness">
        <Icon name={ICONS[sureness]} size={14} />
        {words.sureness[sureness]}
      </p>
      <h3>{title}</h3>
      <p>{why}</p>
      {(expected !== undefined || found !== undefined) && (
        <dl className="finding-compared">
          <Compared name={words.expected} shown={expected} />
          <Compared name={words.found} shown={found} />
        </dl>
      )}
      <p className="finding-next">
        <strong>{words.next}</strong>
        <NextStep text={next(address)} />
      </p>
    </li>
  );
}

function Compared({ name, shown }: { readonly name: string; readonly shown: Shown | undefined }) {
  if (shown === undefined) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <ShownValue shown={shown} />
      </dd>
    </div>
  );
}

function ShownValue({ shown }: { readonly shown: Shown }): ReactNode {
  const words = useWords();
  switch (shown.kind) {
    case 'text':
      return <code dir="auto">{visibleText(shown.text)}</code>;
    case 'thing':
      return words.refusal.things[shown.thing];
    case 'moment':
      return (
        <>
          {words.refusal.moments[shown.what]}{' '}
          <strong>
            <RelativeTime moment={shown.at} />
          </strong>{' '}
          <span className="muted">{localText(shown.at, words.ui.time)}</span>
        </>
      );
  }
}

/** A command at the end of the text is set as one. */
function NextStep({ text }: { readonly text: string }) {
  const [, before, command] = /^(.*: )((?:fob |TOKEN=).*)$/s.exec(text) ?? [];
  if (command === undefined) return <span>{text}</span>;
  return (
    <span>
      {before}
      <code>{command}</code>
    </span>
  );
}

interface SubjectsProps {
  readonly label: string;
  readonly subjects: readonly Subject[];
  readonly icon: IconName;
}

function Subjects({ label, subjects, icon }: SubjectsProps) {
  const words = useWords().refusal;
  if (subjects.length === 0) return null;
  return (
    <div className="subjects">
      <h3>{label}</h3>
      <ul className="chips" aria-label={label}>
        {subjects.map((subject) => (
          <li key={subject} className="chip">
            <Icon name={icon} size={14} />
            {words.subjects[subject]}
          </li>
        ))}
      </ul>
    </div>
  );
}
