import { useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { LogoutResult } from '../../shared/session-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
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
  const words = useWords().sessions.out;
  const [result, setResult] = useState<LogoutResult>();
  const signOut = useAction(async () => setResult(await calls['sessions.logout']({ address })));
  if (result !== undefined) return <SignedOut address={address} result={result} onClose={onClose} />;
  return (
    <ModalDialog title={words.title(address)} isOpen onClose={onClose} role="alertdialog">
      <p>{words.text}</p>
      <ErrorNote error={signOut.error} isAlert />
      <div className="form-actions form-actions-end">
        <Button autoFocus onPress={onClose}>
          {words.stay}
        </Button>
        <Button
          look="danger"
          icon="sign-out"
          isPending={signOut.isPending}
          onPress={() => void signOut.run()}
        >
          {words.signOut}
        </Button>
      </div>
    </ModalDialog>
  );
}

interface SignedOutProps extends SignOutDialogProps {
  readonly result: LogoutResult;
}

function SignedOut({ address, result, onClose }: SignedOutProps) {
  const words = useWords().sessions.out;
  const { revoked, problem, endSessionUrl } = result;
  return (
    <ModalDialog title={words.doneTitle(address)} isOpen onClose={onClose}>
      <p role="status">{revoked ? words.revoked : words.forgotten}</p>
      <ErrorNote error={problem} tone="warning" />
      {endSessionUrl !== undefined && (
        <>
          <p>{words.browserSession}</p>
          <div className="form-actions">
            <BrowserLink look="plain" href={endSessionUrl}>
              {words.endSession}
            </BrowserLink>
          </div>
        </>
      )}
      <div className="form-actions form-actions-end">
        <Button look="primary" autoFocus onPress={onClose}>
          {words.done}
        </Button>
      </div>
    </ModalDialog>
  );
}
