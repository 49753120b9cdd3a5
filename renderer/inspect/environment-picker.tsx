import { use, useMemo, useState } from 'react';
import { Button, ComboBox, ComboBoxStateContext, Input, Label } from 'react-aria-components/ComboBox';
import { Group } from 'react-aria-components/Group';
import type { Address } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { ChoiceList } from '../ui/choice-list.tsx';
import { Icon } from '../ui/icon.tsx';
import { environmentChoices, NO_ENVIRONMENT } from './environment-choices.ts';

interface EnvironmentPickerProps {
  readonly label: string;
  readonly snapshot: Snapshot;
  readonly value: Address | '';
  /** The word for "none of them", where that can be chosen. */
  readonly none?: string;
  readonly onChange: (address: Address | '') => void;
}

/** One of all environments, found by typing as in the list of them. */
export function EnvironmentPicker({ label, snapshot, value, none, onChange }: EnvironmentPickerProps) {
  const words = useWords().inspect.picker;
  /** While something is typed. */
  const [query, setQuery] = useState<string>();
  const { services } = snapshot;
  const { choices, more } = useMemo(
    () => environmentChoices(services, { query, value, none }),
    [services, query, value, none],
  );
  return (
    <ComboBox
      className="field"
      value={value === '' ? NO_ENVIRONMENT : value}
      inputValue={query ?? (value === '' ? (none ?? '') : value)}
      items={choices}
      menuTrigger="manual"
      allowsEmptyCollection
      onInputChange={setQuery}
      onChange={(key) => {
        // Also called to throw away what was typed.
        setQuery(undefined);
        const chosen = key === NO_ENVIRONMENT || key === null ? '' : (key as Address);
        if (chosen !== value) onChange(chosen);
      }}
    >
      <Label className="field-label">{label}</Label>
      <Group className="input combo">
        <Typed />
        <Button className="combo-button">
          <Icon name="chevron-down" />
        </Button>
      </Group>
      <ChoiceList choices={choices} empty={words.nothing}>
        {more > 0 && <p className="picker-note">{words.more(more)}</p>}
      </ChoiceList>
    </ComboBox>
  );
}

/** Opens the list when somebody types, and only then: by itself it would open again when what was typed is thrown away. */
function Typed() {
  const state = use(ComboBoxStateContext);
  return (
    <Input
      className="combo-input"
      onFocus={(event) => event.currentTarget.select()}
      onInput={() => state?.open(null, 'input')}
    />
  );
}
