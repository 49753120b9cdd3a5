import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Address } from '../../shared/profile.ts';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ModalDialog } from '../ui/dialog.tsx';
import type { Action } from '../ui/use-action.ts';

export interface GuardedSave {
  readonly submit: () => void;
  readonly question: ReactNode;
}

/** Saves, but asks first where environments are taken out of the prod guard: those that are `unguarded`. */
export function useGuardedSave(save: Action<[]>, unguarded: readonly Address[]): GuardedSave {
  const [isAsking, setAsking] = useState(false);
  const run = () => {
    setAsking(false);
    if (!save.isPending) void save.run();
  };
  return {
    submit: () => (unguarded.length > 0 ? setAsking(true) : run()),
    question: isAsking && (
      <UnguardDialog addresses={unguarded} onClose={() => setAsking(false)} onConfirm={run} />
    ),
  };
}

interface UnguardDialogProps {
  readonly addresses: readonly Address[];
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

function UnguardDialog({ addresses, onClose, onConfirm }: UnguardDialogProps) {
  const words = useWords().profiles.editor.unguard;
  return (
    <ModalDialog title={words.title(addresses)} isOpen onClose={onClose} role="alertdialog">
      <p>{words.text}</p>
      <div className="form-actions form-actions-end">
        <Button autoFocus onPress={onClose}>
          {words.keep}
        </Button>
        <Button look="danger" onPress={onConfirm}>
          {words.save}
        </Button>
      </div>
    </ModalDialog>
  );
}
