/** The sign-ins of the scripted host: they wait until the test, in place of a person, ends them. */
import type { ErrorView } from '../../shared/error-code.ts';
import type { IpcContract } from '../../shared/ipc-contract.ts';
import type { Handlers } from '../../shared/ipc-kit.ts';
import type { Address } from '../../shared/profile.ts';
import type { LoginStart } from '../../shared/session-view.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { Refusal } from './renderer-refusal.ts';

export const SIGN_IN_URL = 'https://idp.example/authorize';
export const END_SESSION_URL = 'https://idp.example/logout';
export const USER_CODE = 'WDJB-MJHT';
export const VERIFICATION_URI = 'https://idp.example/device';
const WAIT_MS = 5 * 60_000;

type SessionCalls = Pick<
  Handlers<IpcContract>,
  'sessions.login' | 'sessions.done' | 'sessions.paste' | 'sessions.cancel' | 'sessions.logout'
>;

export interface FakeSessions {
  readonly handlers: SessionCalls;
  /** The person is done; with an error, they are not. */
  readonly end: (address: Address, error?: ErrorView) => void;
}

interface World {
  readonly now: () => number;
  readonly find: (address: Address) => EnvironmentView | undefined;
  readonly change: (address: Address, part: Partial<EnvironmentView>) => void;
  readonly forget: (address: Address, members: readonly (keyof EnvironmentView)[]) => void;
}

export function createFakeSessions({ now, find, change, forget }: World): FakeSessions {
  const running = new Map<Address, PromiseWithResolvers<null>>();
  const ended = new Map<Address, Promise<null>>();

  const end = (address: Address, error?: ErrorView) => {
    const waiting = running.get(address);
    if (waiting === undefined) return;
    running.delete(address);
    forget(address, ['signIn']);
    if (error !== undefined) {
      waiting.reject(new Refusal(error));
      return;
    }
    forget(address, ['problem']);
    const at = now();
    change(address, { status: 'fresh', receivedAt: at, expiresAt: at + 3_600_000 });
    waiting.resolve(null);
  };
  const cancel = (address: Address) =>
    end(address, { code: 'sign_in_cancelled', message: `The sign-in for ${address} was cancelled.` });

  const handlers: SessionCalls = {
    'sessions.login': ({ address, device }) => {
      cancel(address);
      const waiting = Promise.withResolvers<null>();
      waiting.promise.catch(() => undefined);
      running.set(address, waiting);
      ended.set(address, waiting.promise);
      const start = startOf(
        address,
        device === true || find(address)?.grantType?.endsWith('device_code') === true,
      );
      const code = start.kind === 'device' ? { userCode: USER_CODE, verificationUri: VERIFICATION_URI } : {};
      change(address, { signIn: { kind: start.kind, expiresAt: now() + WAIT_MS, ...code } });
      return start;
    },
    'sessions.done': ({ address }) => ended.get(address) ?? null,
    'sessions.paste': ({ address, callback }) => {
      if (!callback.includes('?code='))
        throw new Refusal({
          code: 'usage',
          message: 'That is not the address that the sign-in came back to.',
          hint: 'Copy the whole address from the browser.',
        });
      end(address);
      return null;
    },
    'sessions.cancel': ({ address }) => {
      cancel(address);
      return null;
    },
    'sessions.logout': ({ address }) => {
      forget(address, ['receivedAt', 'expiresAt', 'refreshAt']);
      change(address, { status: 'idle' });
      return { revoked: true, endSessionUrl: END_SESSION_URL };
    },
  };
  return { handlers, end };
}

function startOf(address: Address, device: boolean): LoginStart {
  if (!device)
    return { kind: 'browser', url: `${SIGN_IN_URL}?for=${address}`, redirectUri: 'http://127.0.0.1:1/cb' };
  return {
    kind: 'device',
    userCode: USER_CODE,
    verificationUri: VERIFICATION_URI,
    verificationUriComplete: `${VERIFICATION_URI}?user_code=${USER_CODE}`,
    expiresInMs: WAIT_MS,
  };
}
