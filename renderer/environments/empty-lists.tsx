import { useId } from 'react';
import { FirstSteps } from '../first-run/first-steps.tsx';
import { useDemo } from '../first-run/use-demo.ts';
import { useWords } from '../language/language.tsx';
import { useDialogs } from '../navigation/dialogs.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useAction } from '../ui/use-action.ts';

/** Shown when no environment matches the search. */
export function NothingFound({ query, onClear }: { readonly query: string; readonly onClear: () => void }) {
  const words = useWords().environments;
  return (
    <div className="empty">
      <span className="empty-mark">
        <Icon name="search" size={24} />
      </span>
      <h2>{words.nothing.title(query)}</h2>
      <p>{words.nothing.help}</p>
      <Button onPress={onClear}>{words.search.clear}</Button>
    </div>
  );
}

const FIRST_STEPS = [
  { way: 'issuer', icon: 'inspect' },
  { way: 'preset', icon: 'layers' },
  { way: 'import', icon: 'upload' },
] as const;

/** Shown while there is no profile at all: what a profile is, and the ways to a first one. */
export function NoProfiles() {
  const { environments, firstRun } = useWords();
  const words = environments.empty;
  const { addProfileBy } = useDialogs();
  const demo = useAction(useDemo());
  const help = useId();
  return (
    <div className="empty">
      <FirstSteps current="service" />
      <span className="empty-mark">
        <Icon name="layers" size={24} />
      </span>
      <h2>{words.title}</h2>
      <p>{words.text}</p>
      <div className="empty-steps" role="group" aria-label={words.first}>
        {FIRST_STEPS.map(({ way, icon }, index) => (
          <Button
            key={way}
            look={index === 0 ? 'primary' : 'plain'}
            icon={icon}
            autoFocus={index === 0}
            onPress={() => addProfileBy(way)}
          >
            {words.steps[way]}
          </Button>
        ))}
        <Button icon="eye" aria-describedby={help} isPending={demo.isPending} onPress={() => void demo.run()}>
          {firstRun.demo.start}
        </Button>
      </div>
      <p id={help}>{firstRun.demo.help}</p>
      <dl className="empty-ways" aria-label={words.ways}>
        <dt>{words.terminal}</dt>
        <dd>
          <code>fob profile add --file profiles.json</code>
        </dd>
      </dl>
    </div>
  );
}
