import { useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView, Snapshot } from '../../shared/snapshot.ts';
import { EnvironmentPicker } from '../inspect/environment-picker.tsx';
import { ViewHead } from '../inspect/view-head.tsx';
import { useWords } from '../language/language.tsx';
import { useNavigation } from '../navigation/navigation.tsx';
import { Page } from '../page.tsx';
import { Button } from '../ui/button.tsx';
import { Segments } from '../ui/fields.tsx';
import { Note } from '../ui/note.tsx';
import { EnvironmentsComparison, RefreshComparison } from './comparison.tsx';
import { choosePair } from './pair.ts';

interface CompareViewProps {
  readonly snapshot: Snapshot;
  readonly left?: Address;
  readonly right?: Address;
}

type Mode = 'environments' | 'refresh';

/** The claims of two environments, or of one before and after its last refresh, side by side. */
export function CompareView({ snapshot, left, right }: CompareViewProps) {
  const words = useWords().compare;
  const pair = choosePair(
    snapshot.services.flatMap(({ environments }) => environments),
    left,
    right,
  );
  return (
    <Page>
      <ViewHead title={words.title} intro={words.intro} />
      {pair === undefined ? (
        <Note tone="info">
          <p className="note-message">{words.noneToCompare}</p>
          <p className="note-hint">{words.noneToCompareHelp}</p>
        </Note>
      ) : (
        <Chosen snapshot={snapshot} {...pair} />
      )}
    </Page>
  );
}

interface ChosenProps {
  readonly snapshot: Snapshot;
  readonly left: EnvironmentView;
  /** Absent where there is only one environment. */
  readonly right?: EnvironmentView;
}

function Chosen({ snapshot, left, right }: ChosenProps) {
  const words = useWords().compare;
  const { go } = useNavigation();
  const [chosen, setChosen] = useState<Mode>('environments');
  const mode = right === undefined ? 'refresh' : chosen;
  const show = (one: Address | '', other: Address | '' | undefined) =>
    go({ kind: 'compare', ...(one ? { left: one } : {}), ...(other ? { right: other } : {}) });
  const modes = (['environments', 'refresh'] as const).map((value) => ({ value, label: words[value] }));
  return (
    <>
      <div className="compare-choice">
        {right !== undefined && (
          <Segments label={words.mode} value={mode} choices={modes} onChange={setChosen} />
        )}
        <EnvironmentPicker
          label={mode === 'refresh' ? words.of : words.left}
          snapshot={snapshot}
          value={left.address}
          onChange={(address) => show(address, right?.address)}
        />
        {mode === 'environments' && right !== undefined && (
          <>
            <Button icon="swap" aria-label={words.swap} onPress={() => show(right.address, left.address)} />
            <EnvironmentPicker
              label={words.right}
              snapshot={snapshot}
              value={right.address}
              onChange={(address) => show(left.address, address)}
            />
          </>
        )}
      </div>
      {mode === 'refresh' || right === undefined ? (
        <RefreshComparison environment={left} />
      ) : (
        <EnvironmentsComparison left={left} right={right} />
      )}
    </>
  );
}
