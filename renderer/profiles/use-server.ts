import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ServerView } from '../../shared/editor-view.ts';
import type { ErrorView } from '../../shared/error-code.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';

const QUIET_MS = 600;

export type AskedServer =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly error: ErrorView }
  | { readonly kind: 'found'; readonly server: ServerView };

export interface ServerQuestion {
  readonly asked: AskedServer;
  /** What it says in the end, also when it is only being asked now; `undefined` when it says nothing. */
  readonly answer: () => Promise<ServerView | undefined>;
}

/** What the server at an issuer URL supports, asked when typing pauses. Answers to an older URL are dropped. */
export function useServer(issuer: string): ServerQuestion {
  const calls = useCalls();
  const [answered, setAnswered] = useState<{ readonly issuer: string; readonly result: AskedServer }>();
  const running = useRef<{ readonly issuer: string; readonly answer: Promise<AskedServer> }>(undefined);
  const isAsked = isWhole(issuer);

  const ask = (): Promise<AskedServer> => {
    if (running.current?.issuer === issuer) return running.current.answer;
    const answer = calls['profiles.discover']({ issuer }).then(
      (server): AskedServer => ({ kind: 'found', server }),
      (error: unknown): AskedServer => ({ kind: 'failed', error: errorViewOf(error) }),
    );
    running.current = { issuer, answer };
    void answer.then((result) => {
      if (running.current?.issuer === issuer) setAnswered({ issuer, result });
    });
    return answer;
  };

  const onQuiet = useEffectEvent(() => void ask());
  useEffect(() => {
    if (!isAsked) return;
    const timer = setTimeout(() => onQuiet(), QUIET_MS);
    return () => clearTimeout(timer);
  }, [issuer, isAsked]);

  const asked: AskedServer = answered?.issuer === issuer ? answered.result : { kind: 'asking' };
  return {
    asked: isAsked ? asked : { kind: 'none' },
    answer: async () => {
      const result = isAsked ? await ask() : undefined;
      return result?.kind === 'found' ? result.server : undefined;
    },
  };
}

/** A host whose name is still being typed is not asked. */
function isWhole(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const { protocol, hostname } = new URL(issuer);
  const isNamed = /\.[a-z]{2,}$|^localhost$|^\d+(\.\d+){3}$|^\[/.test(hostname);
  return isNamed && (protocol === 'https:' || protocol === 'http:');
}
