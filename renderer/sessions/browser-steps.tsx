import { useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import { useCalls, useHost } from '../bridge/host-context.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/fields.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { BrowserLink } from './browser-link.tsx';

interface BrowserStepsProps {
  readonly address: Address;
  /** Where the person signs in; `undefined` when this page did not begin the sign-in. */
  readonly url: string | undefined;
  readonly onAgain: (onDevice: boolean) => void;
}

/** Signing in on a page of the IdP, in the person's own browser. */
export function BrowserSteps({ address, url, onAgain }: BrowserStepsProps) {
  const { bridge } = useHost();
  const [isElsewhere, setElsewhere] = useState(false);
  // The desktop opened it, and opens nothing twice; a browser may have kept the new tab from opening.
  const hasLink = url !== undefined && bridge.kind === 'browser';
  return (
    <>
      <p role="status">
        {url === undefined
          ? 'This sign-in was begun in another window. Go on there, or begin it again here.'
          : 'Sign in on the page that has opened in your browser.'}
      </p>
      <div className="form-actions">
        {hasLink && <BrowserLink href={url}>Continue in your browser</BrowserLink>}
        <Button icon="refresh" onPress={() => onAgain(false)}>
          Begin again
        </Button>
      </div>
      {isElsewhere ? (
        <ElsewhereForm address={address} onDevice={() => onAgain(true)} />
      ) : (
        <Button look="quiet" className="sign-in-elsewhere" onPress={() => setElsewhere(true)}>
          My browser is on another machine
        </Button>
      )}
    </>
  );
}

interface ElsewhereFormProps {
  readonly address: Address;
  readonly onDevice: () => void;
}

/** For a browser whose loopback is not this machine's: it ends at an address that only the person can bring here. */
function ElsewhereForm({ address, onDevice }: ElsewhereFormProps) {
  const calls = useCalls();
  const [callback, setCallback] = useState('');
  const paste = useAction(() => calls['sessions.paste']({ address, callback: callback.trim() }));
  return (
    <form
      className="form"
      aria-label="Finish by address"
      onSubmit={(event) => {
        event.preventDefault();
        if (callback.trim() !== '') void paste.run();
      }}
    >
      <Field
        label="Address that your browser ended at"
        help="After the sign-in it shows an error page, since nothing answers there. Copy that page's whole address."
        placeholder="http://127.0.0.1:49152/…?code=…"
        isCode
        autoFocus
        value={callback}
        onChange={setCallback}
      />
      <ErrorNote error={paste.error} isAlert />
      <div className="form-actions">
        <Button type="submit" look="primary" isDisabled={callback.trim() === ''} isPending={paste.isPending}>
          Finish sign-in
        </Button>
        <Button onPress={onDevice}>Use a code instead</Button>
      </div>
    </form>
  );
}
