import type { Snapshot } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { Page } from '../page.tsx';
import { CommandSection, DesktopSection } from './desktop-sections.tsx';
import { TerminalSection, VaultSection } from './machine-sections.tsx';
import { AppearanceSection, GuardSection, LockSection, TokensSection } from './sections.tsx';
import { ShortcutSection } from './shortcut-section.tsx';

/** Everything that can be chosen. Each choice is kept at once, for every window and terminal of this host. */
export function SettingsView({ snapshot }: { readonly snapshot: Snapshot }) {
  const words = useWords().settings;
  const { settings, vault, desktop } = snapshot;
  return (
    <Page>
      <div className="settings">
        <h1>{words.title}</h1>
        <AppearanceSection settings={settings} />
        <GuardSection settings={settings} />
        <TokensSection settings={settings} />
        <LockSection settings={settings} />
        {desktop !== undefined && (
          <>
            <DesktopSection settings={settings} />
            <ShortcutSection snapshot={snapshot} />
          </>
        )}
        <VaultSection vault={vault} />
        {desktop?.command === undefined ? <TerminalSection /> : <CommandSection command={desktop.command} />}
      </div>
    </Page>
  );
}
