/** What a page shows but cannot change: it gets no vault keys and writes no programs. The commands that can stand beside it. */
import type { VaultView } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { Section } from './setting-controls.tsx';

const SLOT_COMMANDS = ['slots', 'add-slot', 'remove-slot', 'passphrase', 'backup', 'rotate-key'] as const;

export function VaultSection({ vault }: { readonly vault: VaultView }) {
  const words = useWords().settings.vault;
  return (
    <Section title={words.title}>
      <div>
        <h3 className="settings-heading">{words.slots}</h3>
        <ul className="slots" aria-label={words.slots}>
          {vault.slots.map((kind, index) => (
            <li key={`${kind} ${index}`}>{words.kinds[kind]}</li>
          ))}
        </ul>
      </div>
      <p className="field-help">{words.help}</p>
      <dl className="commands">
        {SLOT_COMMANDS.map((command) => (
          <div key={command}>
            <dt>
              <code>fob vault {command}</code>
            </dt>
            <dd>{words.commands[command]}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

const BUILD = 'npm ci && npm run build';
const LINK = `printf '#!/bin/sh\\nexec "%s" "$@"\\n' "$PWD/dist/cli/fob.js" > ~/.local/bin/fob
chmod +x ~/.local/bin/fob`;

export function TerminalSection() {
  const words = useWords().settings.terminal;
  return (
    <Section title={words.title}>
      <p>{words.text}</p>
      <p className="field-help">{words.build}</p>
      <pre className="settings-code" tabIndex={0} aria-label={words.buildLabel}>
        <code>{BUILD}</code>
      </pre>
      <p className="field-help">{words.link}</p>
      <pre className="settings-code" tabIndex={0} aria-label={words.linkLabel}>
        <code>{LINK}</code>
      </pre>
      <p className="field-help">{words.windows}</p>
    </Section>
  );
}
