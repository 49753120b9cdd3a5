import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useWords } from '../language/language.tsx';
import { IconButton } from './button.tsx';
import { useHoldBack } from './hold-back.ts';

export interface ModalDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly role?: 'dialog' | 'alertdialog';
  /**
   * `sheet` fills the right side of the window, or all of a narrow one. `page` takes nearly the whole window, for long
   * forms, and a click beside it does not close it.
   */
  readonly shape?: 'box' | 'sheet' | 'page';
  readonly children: ReactNode;
}

/** A modal dialog with a title and a close button. Escape closes it and gives the focus back; Back closes a box. */
export function ModalDialog({ title, isOpen, onClose, role, shape = 'box', children }: ModalDialogProps) {
  const words = useWords().ui;
  // The other shapes are views and forms, which have entries of their own in the history.
  useHoldBack(isOpen && shape === 'box', onClose);
  return (
    <ModalOverlay
      className={`modal-overlay modal-${shape}`}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={role !== 'alertdialog' && shape !== 'page'}
    >
      <Modal className="modal">
        <Dialog className="dialog" {...(role === undefined ? {} : { role })}>
          <header className="dialog-header">
            <Heading slot="title" className="dialog-title">
              {title}
            </Heading>
            <IconButton icon="close" label={words.close} onPress={onClose} />
          </header>
          <div className="dialog-body">{children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
