import { useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import { useCalls, useHost } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
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
  const words = useWords().sessions.browser;
  const [isElsewhere, setElsewhere] = useState(false);
  // The desktop opened it, and opens nothing twice; a browser may have kept the new tab from opening.
  const hasLink = url !== undefined && bridge.kind === 'browser';
  return (
    <>
      <p role="status">{url === undefined ? words.elsewhereBegun : words.opened}</p>
      <div className="form-actions">
        {hasLink && <BrowserLink href={url}>{words.go}</BrowserLink>}
        <Button icon="refresh" onPress={() => onAgain(false)}>
          {words.again}
        </Button>
      </div>
      {isElsewhere ? (
        <ElsewhereForm address={address} onDevice={() => onAgain(true)} />
      ) : (
        <Button look="quiet" className="sign-in-elsewhere" onPress={() => setElsewhere(true)}>
          {words.elsewhere}
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
  const words = useWords().sessions.browser;
  const [callback, setCallback] = useState('');
  const paste = useAction(() => calls['sessions.paste']({ address, callback: callback.trim() }));
  return (
    <form
      className="form"
      aria-label={words.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (callback.trim() !== '') void paste.run();
      }}
    >
      <Field
        label={words.callback}
        help={words.callbackHelp}
        placeholder="http://127.0.0.1:49152/…?code=…"
        isCode
        autoFocus
        value={callback}
        onChange={setCallback}
      />
      <ErrorNote error={paste.error} isAlert />
      <div className="form-actions">
        <Button type="submit" look="primary" isDisabled={callback.trim() === ''} isPending={paste.isPending}>
          {words.finish}
        </Button>
        <Button onPress={onDevice}>{words.code}</Button>
      </div>
    </form>
  );
}
