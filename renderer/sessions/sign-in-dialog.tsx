import type { Address } from '../../shared/profile.ts';
import type { LoginStart } from '../../shared/session-view.ts';
import type { EnvironmentView, SignInView } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { useNow } from '../ui/clock.ts';
import { ModalDialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { durationText } from '../ui/time-text.ts';
import { BrowserSteps } from './browser-steps.tsx';
import { DeviceSteps } from './device-steps.tsx';
import type { SignInState } from './sign-in-store.ts';
import type { SignIns } from './use-sign-ins.ts';

interface SignInDialogProps {
  readonly environment: EnvironmentView;
  readonly state: SignInState;
  readonly signIns: SignIns;
}

/** One sign-in while it waits for the person. Closing it only puts it out of sight. */
export function SignInDialog({ environment, state, signIns }: SignInDialogProps) {
  const { address } = environment;
  const words = useWords().sessions;
  return (
    <ModalDialog title={words.title(address)} isOpen onClose={signIns.close}>
      {state.kind === 'starting' && <p role="status">{words.starting}</p>}
      {state.kind === 'failed' && (
        <>
          <ErrorNote error={state.error} isAlert />
          <div className="form-actions form-actions-end">
            <Button onPress={signIns.close}>{words.close}</Button>
            <Button look="primary" autoFocus onPress={() => signIns.begin({ address })}>
              {words.tryAgain}
            </Button>
          </div>
        </>
      )}
      {state.kind === 'waiting' && (
        <Steps address={address} start={state.start} view={environment.signIn} signIns={signIns} />
      )}
      {state.kind !== 'failed' && (
        <div className="form-actions form-actions-spread">
          {environment.signIn === undefined ? <span /> : <TimeLeft until={environment.signIn.expiresAt} />}
          <Button onPress={() => signIns.cancel(address)}>{words.cancel}</Button>
        </div>
      )}
    </ModalDialog>
  );
}

interface StepsProps {
  readonly address: Address;
  readonly start: LoginStart | undefined;
  readonly view: SignInView | undefined;
  readonly signIns: SignIns;
}

/** What the host said when it was begun says more than the snapshot, which every page gets. */
function Steps({ address, start, view, signIns }: StepsProps) {
  const device = start ?? view;
  if (device?.kind !== 'device') {
    return (
      <BrowserSteps
        address={address}
        url={start?.kind === 'browser' ? start.url : undefined}
        onAgain={(onDevice) => signIns.begin(onDevice ? { address, device: true } : { address })}
      />
    );
  }
  const { userCode, verificationUri } = device;
  if (userCode === undefined || verificationUri === undefined) return null;
  const complete = 'verificationUriComplete' in device ? device.verificationUriComplete : undefined;
  return <DeviceSteps userCode={userCode} verificationUri={verificationUri} completeUri={complete} />;
}

function TimeLeft({ until }: { readonly until: number }) {
  const words = useWords().sessions;
  return (
    <p className="muted sign-in-wait">
      <span>{words.waits(durationText(until - useNow()))}</span> <span>{words.hidden}</span>
    </p>
  );
}
