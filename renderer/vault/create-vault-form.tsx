import { useState } from 'react';
import { useCalls } from '../bridge/host-context.tsx';
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
  const [typed, setTyped] = useState(EMPTY);
  const [wasTried, setTried] = useState(false);
  const create = useAction((text?: string) =>
    calls['vault.unlock'](text === undefined ? {} : { passphrase: text }),
  );
  const problem = passphraseProblem(typed.first, typed.second);
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
      aria-label="Make the vault"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <VaultAccount />
      <Field
        label="New passphrase"
        type="password"
        autoComplete="new-password"
        help="Several random words are good. It cannot be recovered: write it down or keep it in your password manager."
        autoFocus
        value={typed.first}
        problem={shown?.field === 'first' ? shown.message : undefined}
        onChange={(first) => setTyped({ ...typed, first })}
      />
      <Field
        label="Passphrase again"
        type="password"
        autoComplete="new-password"
        value={typed.second}
        problem={shown?.field === 'second' ? shown.message : undefined}
        onChange={(second) => setTyped({ ...typed, second })}
      />
      <ErrorNote error={create.error} isAlert />
      <div className="form-actions form-actions-stack">
        <Button type="submit" look="primary" isPending={create.isPending}>
          Make the vault
        </Button>
        <KeychainButton isOnly={false} isPending={create.isPending} onPress={() => void create.run()}>
          Use the system keychain instead
        </KeychainButton>
      </div>
    </form>
  );
}
