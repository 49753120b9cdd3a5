import { useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EndpointChange, EnvironmentView } from '../../shared/snapshot.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ModalDialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useNotify } from '../ui/notify.tsx';
import { useAction } from '../ui/use-action.ts';
import { visibleText } from '../ui/visible-text.ts';

interface ChangedEndpointsProps {
  readonly environment: EnvironmentView;
  readonly changes: readonly EndpointChange[];
}

/** An environment whose secrets would go elsewhere than before: what changed, and the way to agree to it. */
export function ChangedEndpoints({ environment, changes }: ChangedEndpointsProps) {
  const words = useWords().profiles.changed;
  const { address, problem } = environment;
  // What was shown when the dialog opened is what a person agrees to, whatever comes in meanwhile.
  const [shown, setShown] = useState<readonly EndpointChange[]>();
  return (
    <div className="changed-endpoints">
      <ErrorNote error={problem && { code: problem.code, message: problem.message }} tone="warning" />
      <Button aria-label={words.offerOf(address)} onPress={() => setShown(changes)}>
        {words.offer}
      </Button>
      {shown !== undefined && (
        <TrustDialog address={address} changes={shown} onClose={() => setShown(undefined)} />
      )}
    </div>
  );
}

interface TrustDialogProps {
  readonly address: Address;
  readonly changes: readonly EndpointChange[];
  readonly onClose: () => void;
}

/** Asks before secrets go to another place. */
function TrustDialog({ address, changes, onClose }: TrustDialogProps) {
  const calls = useCalls();
  const notify = useNotify();
  const words = useWords().profiles.changed;
  const trust = useAction(() => calls['profiles.trust']({ address, seen: [...changes] }));
  const confirm = async () => {
    if (!(await trust.run())) return;
    notify({ kind: 'done', message: words.trusted(address) });
    onClose();
  };
  return (
    <ModalDialog title={words.title(address)} isOpen onClose={onClose} role="alertdialog">
      <p>{words.text}</p>
      <dl className="changes">
        {changes.map((change) => (
          <Change key={change.member} {...change} />
        ))}
      </dl>
      <ErrorNote error={trust.error} isAlert />
      <div className="form-actions form-actions-end">
        <Button autoFocus onPress={onClose}>
          {words.sendNothing}
        </Button>
        <Button look="danger" icon="shield-check" isPending={trust.isPending} onPress={() => void confirm()}>
          {words.trust}
        </Button>
      </div>
    </ModalDialog>
  );
}

function Change({ member, from, to }: EndpointChange) {
  const words = useWords().profiles.changed;
  return (
    <div className="change">
      <dt>{visibleText(member)}</dt>
      <dd>
        <span className="change-label">{words.before}</span>
        <code>{from === undefined ? words.none : visibleText(from)}</code>
      </dd>
      <dd>
        <span className="change-label">{words.now}</span>
        <code>{visibleText(to)}</code>
      </dd>
    </div>
  );
}
