/** The settings that are chosen from a list or switched: each saves itself. */
import { LANGUAGE_SETTINGS, THEMES } from '../../shared/settings-view.ts';
import type { SettingsView } from '../../shared/settings-view.ts';
import { useWords } from '../language/language.tsx';
import { spanChoices } from './choices.ts';
import { ChoiceSetting, Section, SwitchSetting } from './setting-controls.tsx';

interface SettingsProps {
  readonly settings: SettingsView;
}

export function AppearanceSection({ settings }: SettingsProps) {
  const words = useWords().settings.appearance;
  return (
    <Section title={words.title}>
      <ChoiceSetting
        label={words.theme}
        value={settings.theme}
        choices={THEMES.map((value) => ({ value, label: words.themes[value] }))}
        change={(theme) => ({ theme })}
      />
      <ChoiceSetting
        label={words.language}
        help={words.languageHelp}
        value={settings.language}
        choices={LANGUAGE_SETTINGS.map((value) => ({ value, label: words.languages[value] }))}
        change={(language) => ({ language })}
      />
    </Section>
  );
}

const CLIPBOARD_SPANS = ['10s', '30s', '60s', '120s', '300s'];
const EARLY_SPANS = ['30s', '60s', '2m', '5m'];

export function TokensSection({ settings }: SettingsProps) {
  const { tokens: words, spans, never } = useWords().settings;
  const seconds = settings.clipboard_seconds;
  const clipboard = seconds === 0 ? 'never' : `${seconds}s`;
  const spansOf = spanChoices(CLIPBOARD_SPANS, seconds === 0 ? '30s' : clipboard, spans);
  return (
    <Section title={words.title}>
      <ChoiceSetting
        label={words.clipboard}
        help={words.clipboardHelp}
        value={clipboard}
        choices={[...spansOf, { value: 'never', label: never }]}
        change={(value) => ({ clipboard_seconds: value === 'never' ? 0 : parseInt(value, 10) })}
      />
      <ChoiceSetting
        label={words.early}
        help={words.earlyHelp}
        value={settings.early_refresh}
        choices={spanChoices(EARLY_SPANS, settings.early_refresh, spans)}
        change={(early_refresh) => ({ early_refresh })}
      />
    </Section>
  );
}

const GUARD_SPANS = ['5m', '15m', '30m', '60m', '120m'];

export function GuardSection({ settings: { guard } }: SettingsProps) {
  const { guard: words, spans } = useWords().settings;
  const minutes = `${guard.minutes}m`;
  return (
    <Section title={words.title}>
      <SwitchSetting
        label={words.on}
        help={words.onHelp}
        isOn={guard.on}
        change={(on) => ({ guard: { on } })}
      />
      {guard.on && (
        <ChoiceSetting
          label={words.minutes}
          help={words.minutesHelp}
          value={minutes}
          choices={spanChoices(GUARD_SPANS, minutes, spans)}
          change={(value) => ({ guard: { minutes: parseInt(value, 10) } })}
        />
      )}
    </Section>
  );
}

const IDLE_SPANS = ['5m', '15m', '30m', '1h', '4h'];

export function LockSection({ settings: { lock } }: SettingsProps) {
  const { lock: words, spans, never } = useWords().settings;
  const choices = spanChoices(IDLE_SPANS, lock.idle === 'never' ? '15m' : lock.idle, spans);
  return (
    <Section title={words.title}>
      <ChoiceSetting
        label={words.idle}
        help={words.idleHelp}
        value={lock.idle}
        choices={[...choices, { value: 'never', label: never }]}
        change={(idle) => ({ lock: { idle } })}
      />
      <SwitchSetting
        label={words.screen}
        help={words.screenHelp}
        isOn={lock.on_screen_lock}
        change={(on_screen_lock) => ({ lock: { on_screen_lock } })}
      />
      <SwitchSetting
        label={words.sleep}
        help={words.sleepHelp}
        isOn={lock.on_sleep}
        change={(on_sleep) => ({ lock: { on_sleep } })}
      />
    </Section>
  );
}
