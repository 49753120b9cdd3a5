import { useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { LogoutResult } from '../../shared/session-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { Button } from '../ui/button.tsx';
import { ModalDialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { BrowserLink } from './browser-link.tsx';

interface SignOutDialogProps {
  readonly address: Address;
  readonly onClose: () => void;
}

/** Asks before the tokens go, and says what became of them. */
export function SignOutDialog({ address, onClose }: SignOutDialogProps) {
  const calls = useCalls();
  const [result, setResult] = useState<LogoutResult>();
  const signOut = useAction(async () => setResult(await calls['sessions.logout']({ address })));
  if (result !== undefined) return <SignedOut address={address} result={result} onClose={onClose} />;
  return (
    <ModalDialog title={`Sign out of ${address}?`} isOpen onClose={onClose} role="alertdialog">
      <p>
        Its tokens are revoked at the identity provider, as far as that can, and forgotten here. The profile
        and its secrets stay.
      </p>
      <ErrorNote error={signOut.error} isAlert />
      <div className="form-actions form-actions-end">
        <Button autoFocus onPress={onClose}>
          Stay signed in
        </Button>
        <Button
          look="danger"
          icon="sign-out"
          isPending={signOut.isPending}
          onPress={() => void signOut.run()}
        >
          Sign out
        </Button>
      </div>
    </ModalDialog>
  );
}

interface SignedOutProps extends SignOutDialogProps {
  readonly result: LogoutResult;
}

function SignedOut({ address, result, onClose }: SignedOutProps) {
  const { revoked, problem, endSessionUrl } = result;
  return (
    <ModalDialog title={`Signed out of ${address}`} isOpen onClose={onClose}>
      <p role="status">
        {revoked
          ? 'The identity provider has revoked its tokens, and Fob has forgotten them.'
          : 'Fob has forgotten its tokens. They were not revoked at the identity provider.'}
      </p>
      <ErrorNote error={problem} tone="warning" />
      {endSessionUrl !== undefined && (
        <>
          <p>Your browser may still be signed in there.</p>
          <div className="form-actions">
            <BrowserLink look="plain" href={endSessionUrl}>
              End that session, too
            </BrowserLink>
          </div>
        </>
      )}
      <div className="form-actions form-actions-end">
        <Button look="primary" autoFocus onPress={onClose}>
          Done
        </Button>
      </div>
    </ModalDialog>
  );
}
