import { useId } from 'react';
import { useWords } from '../language/language.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { compareAudience } from './audience.ts';
import { compareScopes } from './scopes.ts';

type State = 'granted' | 'extra' | 'absent';

/** By sign and word as well as colour. */
const SIGNS: Record<State, string> = { granted: '', extra: '+', absent: '−' };

interface AskedProps {
  readonly asked: string | undefined;
  readonly granted: string | undefined;
}

/** Scopes as granted against what was asked for. */
export function Scopes({ asked, granted }: AskedProps) {
  const words = useWords().claims.asked;
  const lines = compareScopes(asked, granted);
  if (lines.length === 0) return <p className="muted">{words.noScopes}</p>;
  return <Chips label={words.scopes} lines={lines.map(({ scope, state }) => ({ text: scope, state }))} />;
}

/** Audiences of the token against the one that was asked for; nothing where there is neither. */
export function Audience({ asked, claim }: { readonly asked: string | undefined; readonly claim: unknown }) {
  const words = useWords().claims.asked;
  const titleId = useId();
  const lines = compareAudience(asked, claim);
  if (lines.length === 0) return null;
  const hasNone = lines.every(({ state }) => state === 'absent');
  return (
    <>
      <h4 id={titleId}>{words.audience}</h4>
      <Chips
        label={words.audiences}
        lines={lines.map(({ audience, state }) => ({ text: audience, state }))}
      />
      <p className="muted chips-note">
        {hasNone ? words.noAudience : asked === undefined ? words.noneAsked : ''}
        {asked !== undefined && lines.every(({ state }) => state === 'granted') ? words.asAsked : ''}
      </p>
    </>
  );
}

interface ChipsProps {
  readonly label: string;
  readonly lines: readonly { readonly text: string; readonly state: State }[];
}

function Chips({ label, lines }: ChipsProps) {
  const words = useWords().claims.asked;
  return (
    <ul className="chips" aria-label={label}>
      {lines.map(({ text, state }) => (
        <li key={text} className={`chip chip-${state}`}>
          {SIGNS[state] !== '' && <span aria-hidden="true">{SIGNS[state]}</span>}
          <bdi>{visibleText(text)}</bdi>
          {state !== 'granted' && <em>{words[state]}</em>}
        </li>
      ))}
    </ul>
  );
}
