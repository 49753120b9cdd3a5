import type { KeyboardEvent } from 'react';
import { useId } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { SettingsChange } from '../../shared/settings-schema.ts';
import type { ShortcutSettings } from '../../shared/settings-view.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { acceleratorOf, acceleratorWords } from './accelerator.ts';
import { Section } from './setting-controls.tsx';
import { useSaveSetting } from './use-save-setting.ts';

const isMac = () => navigator.platform.startsWith('Mac');

/** The keys that reach Fob from anywhere, by pressing them: its window, the palette, and the token of each pinned environment. */
export function ShortcutSection({ snapshot }: { readonly snapshot: Snapshot }) {
  const words = useWords().settings.shortcuts;
  const { shortcuts } = snapshot.settings;
  const { copy } = shortcuts;
  const helpId = useId();
  const field = (label: string, keys: string, change: (keys: string) => Partial<ShortcutSettings>) => (
    <ShortcutField
      key={label}
      label={label}
      keys={keys}
      helpId={helpId}
      isRefused={snapshot.desktop?.refusedShortcuts.includes(keys) === true}
      change={(next) => ({ shortcuts: change(next) })}
    />
  );
  return (
    <Section title={words.title}>
      <span id={helpId} className="field-help">
        {words.help}
      </span>
      {field(words.show, shortcuts.show, (show) => ({ show }))}
      {field(words.palette, shortcuts.palette, (palette) => ({ palette }))}
      {addressesOf(snapshot).map((address) =>
        field(words.copy(address), copy[address] ?? '', (keys) => ({ copy: { ...copy, [address]: keys } })),
      )}
    </Section>
  );
}

/** Pinned ones, and those that have keys though they are not pinned any more. */
function addressesOf({ services, settings }: Snapshot): readonly Address[] {
  const has = (address: Address) => (settings.shortcuts.copy[address] ?? '') !== '';
  return services
    .flatMap(({ environments }) => environments)
    .filter(({ pinned, address }) => pinned || has(address))
    .map(({ address }) => address);
}

interface ShortcutFieldProps {
  readonly label: string;
  readonly keys: string;
  readonly helpId: string;
  /** Another program has them. */
  readonly isRefused: boolean;
  readonly change: (keys: string) => SettingsChange;
}

function ShortcutField({ label, keys, helpId, isRefused, change }: ShortcutFieldProps) {
  const words = useWords().settings.shortcuts;
  const save = useSaveSetting();
  const [labelId, refusedId] = [useId(), useId()];
  const set = (next: string) => {
    const said = next === '' ? words.none : acceleratorWords(next, isMac());
    save(`${label}: ${said}`, change(next), change(keys));
  };
  const press = (event: KeyboardEvent) => {
    const accelerator = acceleratorOf(event.nativeEvent, isMac());
    // What is no shortcut keeps its meaning, Tab and Escape above all.
    if (accelerator === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (accelerator !== keys) set(accelerator);
  };
  return (
    <div className="field">
      <span id={labelId} className="field-label">
        {label}
      </span>
      <div className="shortcut">
        <input
          className="input"
          readOnly
          aria-labelledby={labelId}
          aria-describedby={isRefused ? `${refusedId} ${helpId}` : helpId}
          aria-invalid={isRefused}
          value={keys === '' ? words.none : acceleratorWords(keys, isMac())}
          onKeyDown={press}
        />
        {keys !== '' && (
          <Button aria-label={words.clearOf(label)} onPress={() => set('')}>
            {words.clear}
          </Button>
        )}
      </div>
      {isRefused && (
        <span id={refusedId} className="field-problem">
          {words.refused}
        </span>
      )}
    </div>
  );
}
