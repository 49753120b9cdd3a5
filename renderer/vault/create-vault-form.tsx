import { useState } from 'react';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/fields.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { KeychainButton } from './keychain-button.tsx';
import { passphraseProblem } from './passphrase.ts';
import { VaultAccount } from './vault-account.tsx';

const EMPTY = { first: '', second: '' };

/** Makes the vault: the passphrase is asked for twice, since nobody can bring it back. */
export function CreateVaultForm() {
  const calls = useCalls();
  const words = useWords().vault;
  const [typed, setTyped] = useState(EMPTY);
  const [wasTried, setTried] = useState(false);
  const create = useAction((text?: string) =>
    calls['vault.unlock'](text === undefined ? {} : { passphrase: text }),
  );
  const problem = passphraseProblem(typed.first, typed.second, words.problems);
  const shown = wasTried ? problem : undefined;
  const submit = () => {
    setTried(true);
    if (problem !== undefined || create.isPending) return;
    setTyped(EMPTY);
    setTried(false);
    void create.run(typed.first);
  };
  return (
    <form
      className="form"
      aria-label={words.make}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <VaultAccount />
      <Field
        label={words.newPassphrase}
        type="password"
        autoComplete="new-password"
        help={words.passphraseHelp}
        autoFocus
        value={typed.first}
        problem={shown?.field === 'first' ? shown.message : undefined}
        onChange={(first) => setTyped({ ...typed, first })}
      />
      <Field
        label={words.again}
        type="password"
        autoComplete="new-password"
        value={typed.second}
        problem={shown?.field === 'second' ? shown.message : undefined}
        onChange={(second) => setTyped({ ...typed, second })}
      />
      <ErrorNote error={create.error} isAlert />
      <div className="form-actions form-actions-stack">
        <Button type="submit" look="primary" isPending={create.isPending}>
          {words.make}
        </Button>
        <KeychainButton isOnly={false} isPending={create.isPending} onPress={() => void create.run()}>
          {words.useKeychain}
        </KeychainButton>
      </div>
    </form>
  );
}
