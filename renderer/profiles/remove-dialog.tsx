import type { Address } from '../../shared/profile.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { Button } from '../ui/button.tsx';
import { ModalDialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useNotify } from '../ui/notify.tsx';
import { useAction } from '../ui/use-action.ts';

interface RemoveDialogProps {
  readonly address: Address;
  readonly onClose: (removed: boolean) => void;
}

/** Asks before a profile goes with its secrets and tokens. */
export function RemoveDialog({ address, onClose }: RemoveDialogProps) {
  const calls = useCalls();
  const notify = useNotify();
  const remove = useAction(() => calls['profiles.remove']({ address }));
  const confirm = async () => {
    if (!(await remove.run())) return;
    notify({ kind: 'done', message: `${address} removed` });
    onClose(true);
  };
  return (
    <ModalDialog title={`Remove ${address}?`} isOpen onClose={() => onClose(false)} role="alertdialog">
      <p>
        The profile leaves the profile file, and its secrets and tokens are deleted from the vault. This
        cannot be undone. Nothing changes at the identity provider.
      </p>
      <ErrorNote error={remove.error} isAlert />
      <div className="form-actions form-actions-end">
        <Button autoFocus onPress={() => onClose(false)}>
          Keep it
        </Button>
        <Button look="danger" icon="trash" isPending={remove.isPending} onPress={() => void confirm()}>
          Remove
        </Button>
      </div>
    </ModalDialog>
  );
}
