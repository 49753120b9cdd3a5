/** What only the desktop app can do for a person's machine. */
import type { CommandLineView } from '../../shared/desktop-view.ts';
import type { SettingsView } from '../../shared/settings-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useNotify } from '../ui/notify.tsx';
import { useAction } from '../ui/use-action.ts';
import { Section, SwitchSetting } from './setting-controls.tsx';

export function DesktopSection({ settings }: { readonly settings: SettingsView }) {
  const words = useWords().settings.desktop;
  return (
    <Section title={words.title}>
      <SwitchSetting
        label={words.start}
        help={words.startHelp}
        isOn={settings.start_at_login}
        change={(start_at_login) => ({ start_at_login })}
      />
      <SwitchSetting
        label={words.notifications}
        help={words.notificationsHelp}
        isOn={settings.notifications}
        change={(notifications) => ({ notifications })}
      />
    </Section>
  );
}

export function CommandSection({ command }: { readonly command: CommandLineView }) {
  const words = useWords().settings.terminal;
  const calls = useCalls();
  const notify = useNotify();
  const install = useAction(async () => {
    const { path } = await calls['desktop.installCommand'](undefined);
    notify({ kind: 'done', message: words.installed(path) });
  });
  return (
    <Section title={words.title}>
      <p>{words.text}</p>
      <p className="field-help">{words.states[command.state](command.path)}</p>
      {command.state === 'installed' && !command.inPath && <p className="field-help">{words.notInPath}</p>}
      <p className="field-help">{words.needs}</p>
      <div>
        <Button isPending={install.isPending} onPress={() => void install.run()}>
          {command.state === 'installed' ? words.again : words.install}
        </Button>
      </div>
      <ErrorNote error={install.error} isAlert />
    </Section>
  );
}
