import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useHost } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ModalDialog } from '../ui/dialog.tsx';
import { useHoldBack } from '../ui/hold-back.ts';

interface EditorDialogProps {
  readonly title: string;
  /** Something was typed that would be lost. */
  readonly isTouched: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A long form over the window. Leaving it with something typed asks first, also by Back or by closing the tab. */
export function EditorDialog({ title, isTouched, onClose, children }: EditorDialogProps) {
  const words = useWords().profiles.add;
  const [isAsking, setAsking] = useState(false);
  useHoldBack(isTouched, () => setAsking(true));
  useWarning(isTouched);
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

/** The browser asks before it reloads or closes the tab. A desktop window would not close, and not say why. */
function useWarning(isTouched: boolean): void {
  const { bridge } = useHost();
  useEffect(() => {
    if (!isTouched || bridge.kind === 'desktop') return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [bridge.kind, isTouched]);
}
