import type { KeyboardEvent } from 'react';
import { useId } from 'react';
import type { SettingsView } from '../../shared/settings-view.ts';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { acceleratorOf, acceleratorWords } from './accelerator.ts';
import { Section } from './setting-controls.tsx';
import { useSaveSetting } from './use-save-setting.ts';

const isMac = () => navigator.platform.startsWith('Mac');

/** The keys that bring Fob up from anywhere, by pressing them. */
export function ShortcutSection({ settings }: { readonly settings: SettingsView }) {
  const words = useWords().settings.shortcuts;
  const save = useSaveSetting();
  const [labelId, helpId] = [useId(), useId()];
  const { show } = settings.shortcuts;
  const set = (next: string) => {
    const said = next === '' ? words.none : acceleratorWords(next, isMac());
    save(`${words.show}: ${said}`, { shortcuts: { show: next } }, { shortcuts: { show } });
  };
  const press = (event: KeyboardEvent) => {
    const accelerator = acceleratorOf(event.nativeEvent, isMac());
    // What is no shortcut keeps its meaning, Tab and Escape above all.
    if (accelerator === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (accelerator !== show) set(accelerator);
  };
  return (
    <Section title={words.title}>
      <div className="field">
        <span id={labelId} className="field-label">
          {words.show}
        </span>
        <div className="shortcut">
          <input
            className="input"
            readOnly
            aria-labelledby={labelId}
            aria-describedby={helpId}
            value={show === '' ? words.none : acceleratorWords(show, isMac())}
            onKeyDown={press}
          />
          {show !== '' && <Button onPress={() => set('')}>{words.clear}</Button>}
        </div>
        <span id={helpId} className="field-help">
          {words.help}
        </span>
      </div>
    </Section>
  );
}
