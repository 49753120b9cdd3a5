import { useRef, useState, useSyncExternalStore } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import { useHost } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { useNotify } from '../ui/notify.tsx';
import { createSignInStore } from './sign-in-store.ts';
import type { SignInEnd, SignInRequest, SignInState } from './sign-in-store.ts';

export interface SignIns {
  /** The address whose sign-in is on screen. */
  readonly shown: Address | undefined;
  readonly stateOf: (address: Address) => SignInState | undefined;
  /** Goes on with the sign-in of an environment, or begins one. */
  readonly open: (environment: EnvironmentView) => void;
  readonly begin: (request: SignInRequest) => void;
  readonly cancel: (address: Address) => void;
  /** Puts it out of sight. A sign-in that waits goes on waiting. */
  readonly close: () => void;
}

/** The sign-ins of this page, and which of them is on screen. `onGone` hears when one leaves it by itself. */
export function useSignIns(onGone: (address: Address) => void): SignIns {
  const { bridge, snapshots } = useHost();
  const notify = useNotify();
  const words = useWords().sessions;
  const [store] = useState(() => createSignInStore(bridge, snapshots));
  const states = useSyncExternalStore(store.subscribe, store.get);
  const [shown, setShown] = useState<Address>();
  // What an attempt finds on screen when it ends, minutes after it was begun.
  const onScreen = useRef<Address>(undefined);
  const show = (address: Address | undefined) => {
    onScreen.current = address;
    setShown(address);
  };

  const attend = async (address: Address, end: Promise<SignInEnd>) => {
    const outcome = await end;
    const isShown = onScreen.current === address;
    if (outcome.kind === 'failed') {
      if (isShown) return;
      store.forget(address);
      notify({ kind: 'failed', error: outcome.error });
      return;
    }
    if (outcome.kind === 'done') notify({ kind: 'done', message: words.signedIn(address) });
    if (!isShown || store.get().has(address)) return;
    show(undefined);
    onGone(address);
  };

  const begin = (request: SignInRequest) => {
    show(request.address);
    const attempt = store.begin(request, (start) => {
      if (start.kind === 'browser') window.open(start.url, '_blank', 'noopener,noreferrer');
    });
    void attend(request.address, attempt);
  };

  return {
    shown,
    begin,
    stateOf: (address) => states.get(address),
    open: ({ address, signIn }) => {
      if (states.has(address)) show(address);
      else if (signIn === undefined) begin({ address });
      else {
        show(address);
        void attend(address, store.follow(address));
      }
    },
    cancel: (address) => {
      show(undefined);
      store.cancel(address).catch((error: unknown) => notify({ kind: 'failed', error: errorViewOf(error) }));
    },
    close: () => {
      if (shown !== undefined) store.forget(shown);
      show(undefined);
    },
  };
}
