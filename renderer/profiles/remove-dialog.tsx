import type { Address } from '../../shared/profile.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ModalDialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { useUndo } from './use-undo.ts';

interface RemoveDialogProps {
  readonly address: Address;
  readonly onClose: (removed: boolean) => void;
}

/** Asks before a profile goes with its secrets and tokens. */
export function RemoveDialog({ address, onClose }: RemoveDialogProps) {
  const calls = useCalls();
  const undo = useUndo();
  const words = useWords().profiles;
  const remove = useAction(async () => {
    const before = await undo.before([address.split('/')[0] ?? '']);
    await calls['profiles.remove']({ address });
    await undo.offer(before, words.remove.removed(address), words.undo.undoneWithoutSecrets);
  });
  const confirm = async () => {
    if (await remove.run()) onClose(true);
  };
  return (
    <ModalDialog title={words.remove.title(address)} isOpen onClose={() => onClose(false)} role="alertdialog">
      <p>{words.remove.text}</p>
      <ErrorNote error={remove.error} isAlert />
      <div className="form-actions form-actions-end">
        <Button autoFocus onPress={() => onClose(false)}>
          {words.remove.keep}
        </Button>
        <Button look="danger" icon="trash" isPending={remove.isPending} onPress={() => void confirm()}>
          {words.remove.remove}
        </Button>
      </div>
    </ModalDialog>
  );
}
