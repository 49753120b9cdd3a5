import { useState } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ModalDialog } from '../ui/dialog.tsx';

interface EditorDialogProps {
  readonly title: string;
  /** Something was typed that would be lost. */
  readonly isTouched: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A long form over the window. Leaving it with something typed asks first. */
export function EditorDialog({ title, isTouched, onClose, children }: EditorDialogProps) {
  const words = useWords().profiles.add;
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <ModalDialog
        title={title}
        isOpen
        shape="page"
        onClose={() => (isTouched ? setAsking(true) : onClose())}
      >
        {children}
      </ModalDialog>
      <ModalDialog
        title={words.discardTitle}
        isOpen={isAsking}
        role="alertdialog"
        onClose={() => setAsking(false)}
      >
        <p>{words.discardText}</p>
        <div className="form-actions form-actions-end">
          <Button autoFocus onPress={() => setAsking(false)}>
            {words.goOn}
          </Button>
          <Button look="danger" onPress={onClose}>
            {words.discard}
          </Button>
        </div>
      </ModalDialog>
    </>
  );
}
