import type { VaultView } from '../../shared/snapshot.ts';
import { FirstSteps } from '../first-run/first-steps.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Note } from '../ui/note.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { CreateVaultForm } from './create-vault-form.tsx';
import { offersPassphrase } from './slots.ts';
import { UnlockForm } from './unlock-form.tsx';

interface VaultGateProps {
  readonly vault: VaultView;
  /** Goes on without a vault, where there is none yet. */
  readonly onSkip: () => void;
}

/**
 * Stands in front of the profiles while the vault is locked, or before there is one. The host's hint is shown where a
 * passphrase does not help: otherwise the form itself is the next step.
 */
export function VaultGate({ vault, onSkip }: VaultGateProps) {
  const { vault: words, firstRun } = useWords();
  const isNew = vault.state === 'absent';
  return (
    <section className="gate" aria-labelledby="gate-title">
      {isNew && <FirstSteps current="vault" />}
      <span className="gate-mark">
        <Icon name="lock" size={24} />
      </span>
      <h1 id="gate-title">{isNew ? words.makeTitle : words.lockedTitle}</h1>
      <p className="gate-text">{isNew ? words.makeText : words.lockedText}</p>
      {vault.hint !== undefined && !offersPassphrase(vault) && (
        <Note tone="info">
          <p className="note-message">{visibleText(vault.hint)}</p>
        </Note>
      )}
      {isNew ? <CreateVaultForm /> : <UnlockForm vault={vault} />}
      {isNew && (
        <Button look="plain" onPress={onSkip}>
          {firstRun.skip}
        </Button>
      )}
    </section>
  );
}
