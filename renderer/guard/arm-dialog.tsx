import type { Address } from '../../shared/profile.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ModalDialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import type { Purpose } from './guard.tsx';

interface ArmDialogProps {
  readonly address: Address;
  readonly purpose: Purpose;
  readonly minutes: number;
  readonly onClose: (isArmed: boolean) => void;
}

/** Enter arms, and does what the token was wanted for; Escape leaves it. */
export function ArmDialog({ address, purpose, minutes, onClose }: ArmDialogProps) {
  const calls = useCalls();
  const words = useWords().guard;
  const arm = useAction(() => calls['guard.arm']({ address }));
  const confirm = async () => {
    if (await arm.run()) onClose(true);
  };
  return (
    <ModalDialog
      title={words.question(address, minutes)}
      isOpen
      onClose={() => onClose(false)}
      role="alertdialog"
    >
      <p>{words.explanation}</p>
      <ErrorNote error={arm.error} isAlert />
      <div className="form-actions form-actions-end">
        <Button onPress={() => onClose(false)}>{words.leave}</Button>
        <Button
          look="primary"
          icon="lock-open"
          autoFocus
          isPending={arm.isPending}
          onPress={() => void confirm()}
        >
          {words.confirm[purpose]}
        </Button>
      </div>
    </ModalDialog>
  );
}
