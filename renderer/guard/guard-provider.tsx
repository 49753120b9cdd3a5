import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { findEnvironment } from '../environments/find.ts';
import { useWords } from '../language/language.tsx';
import { ViewBoundary } from '../navigation/view-boundary.tsx';
import { useNotify } from '../ui/notify.tsx';
import { later } from '../ui/later.tsx';
import { useSteady } from '../ui/use-steady.ts';
import { needsArming } from './armed.ts';
import { GuardContext } from './guard.tsx';
import type { Purpose } from './guard.tsx';

const ArmDialog = later(async () => (await import('./arm-dialog.tsx')).ArmDialog);

interface Question {
  readonly address: Address;
  readonly purpose: Purpose;
  readonly answer: (isArmed: boolean) => void;
}

interface GuardProviderProps {
  readonly snapshot: Snapshot;
  readonly children: ReactNode;
}

/** Asks before a token of prod leaves: one question of the window at a time. */
export function GuardProvider({ snapshot, children }: GuardProviderProps) {
  const calls = useCalls();
  const notify = useNotify();
  const words = useWords().guard;
  const [question, setQuestion] = useState<Question>();
  const { minutes } = snapshot.settings.guard;

  const pass = useSteady((address: Address, purpose: Purpose): Promise<boolean> => {
    const environment = findEnvironment(snapshot.services, address)?.environment;
    if (environment === undefined || !needsArming(environment, Date.now())) return Promise.resolve(true);
    question?.answer(false);
    return new Promise((answer) => setQuestion({ address, purpose, answer }));
  });
  const disarm = useSteady(async (address: Address): Promise<void> => {
    try {
      await calls['guard.disarm']({ address });
      notify({ kind: 'done', message: words.disarmed(address) });
    } catch (error) {
      notify({ kind: 'failed', error: errorViewOf(error) });
    }
  });
  const [guard] = useState(() => ({ pass, disarm }));

  const close = (isArmed: boolean): void => {
    setQuestion(undefined);
    question?.answer(isArmed);
    if (!isArmed || question?.purpose !== 'arm') return;
    const { address } = question;
    const undo = { label: words.disarm, onPress: () => void disarm(address) };
    notify({ kind: 'done', message: words.armed(address, minutes), action: undo });
  };

  return (
    <GuardContext value={guard}>
      {children}
      <ViewBoundary key={question?.address}>
        {question !== undefined && <ArmDialog {...question} minutes={minutes} onClose={close} />}
      </ViewBoundary>
    </GuardContext>
  );
}
