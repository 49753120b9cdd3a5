import { useState } from 'react';
import type { VaultView } from '../../shared/snapshot.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/fields.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { offersKeychain, offersPassphrase } from './slots.ts';
import { VaultAccount } from './vault-account.tsx';
import { KeychainButton } from './keychain-button.tsx';

/** Opens the vault by passphrase, by the system's keychain, or by either, as its slots allow. */
export function UnlockForm({ vault }: { readonly vault: VaultView }) {
  const calls = useCalls();
  const words = useWords().vault;
  const [passphrase, setPassphrase] = useState('');
  const unlock = useAction((text?: string) =>
    calls['vault.unlock'](text === undefined ? {} : { passphrase: text }),
  );
  const submit = () => {
    if (passphrase === '' || unlock.isPending) return;
    setPassphrase('');
    void unlock.run(passphrase);
  };
  const takesPassphrase = offersPassphrase(vault);
  return (
    <form
      className="form"
      aria-label={words.unlock}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <VaultAccount />
      {takesPassphrase && (
        <Field
          label={words.passphrase}
          type="password"
          autoComplete="current-password"
          autoFocus
          value={passphrase}
          onChange={setPassphrase}
        />
      )}
      <ErrorNote error={unlock.error} isAlert />
      <div className="form-actions form-actions-stack">
        {takesPassphrase && (
          <Button type="submit" look="primary" isDisabled={passphrase === ''} isPending={unlock.isPending}>
            {words.unlock}
          </Button>
        )}
        {offersKeychain(vault) && (
          <KeychainButton
            isOnly={!takesPassphrase}
            isPending={unlock.isPending}
            onPress={() => void unlock.run()}
          >
            {words.unlockByKeychain}
          </KeychainButton>
        )}
      </div>
    </form>
  );
}
