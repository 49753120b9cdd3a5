import { useEffect, useEffectEvent, useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useGuard } from '../guard/guard.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { useTicking } from '../ui/clock.ts';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';

const SHOWN_MS = 20_000;

interface Shown {
  /** Empty once it is forgotten. */
  readonly text: () => string;
  /** React keeps the state before the present one: a token that is hidden must not be in that either. */
  readonly forget: () => void;
  /** When it hides, in milliseconds since 1970. */
  readonly until: number;
}

/** The token itself, for a person who wants to see it: only when asked, for a short time, and never in a window left alone. */
export function RawToken({ address }: { readonly address: Address }) {
  const calls = useCalls();
  const guard = useGuard();
  const words = useWords().claims.reveal;
  const [shown, setShown] = useState<Shown>();
  const [wasShown, setWasShown] = useState(false);
  const hide = () => {
    shown?.forget();
    setShown(undefined);
    setWasShown(true);
  };
  const reveal = useAction(async () => {
    if (!(await guard.pass(address, 'reveal'))) return;
    const { text } = await calls['tokens.reveal']({ address });
    if (document.hasFocus()) setShown(showing(text));
  });
  return (
    <>
      <h4>{words.title}</h4>
      {shown === undefined ? (
        <Button icon="eye" isPending={reveal.isPending} onPress={() => void reveal.run()}>
          {words.show}
        </Button>
      ) : (
        <ShownToken shown={shown} onHide={hide} />
      )}
      <p className="visually-hidden" role="status">
        {shown === undefined && wasShown ? words.hidden : ''}
      </p>
      <ErrorNote error={reveal.error} isAlert />
    </>
  );
}

function showing(text: string): Shown {
  let held = text;
  return {
    text: () => held,
    forget: () => {
      held = '';
    },
    until: Date.now() + SHOWN_MS,
  };
}

function ShownToken({ shown, onHide }: { readonly shown: Shown; readonly onHide: () => void }) {
  const words = useWords().claims.reveal;
  const seconds = useTicking((now) => Math.max(1, Math.ceil((shown.until - now) / 1000)));
  useHiding(shown.until, onHide);
  return (
    <div className="raw-token" role="group" aria-label={words.label}>
      <code dir="ltr" tabIndex={0} className="raw-token-text">
        {shown.text()}
      </code>
      <p className="muted">{words.help}</p>
      <div className="raw-token-foot">
        <Button autoFocus onPress={onHide}>
          {words.hide}
        </Button>
        <span className="muted">{words.hides(seconds)}</span>
      </div>
    </div>
  );
}

function useHiding(until: number, hide: () => void): void {
  const onHide = useEffectEvent(hide);
  useEffect(() => {
    const leave = () => onHide();
    const timer = setTimeout(leave, until - Date.now());
    window.addEventListener('blur', leave);
    document.addEventListener('visibilitychange', leave);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('blur', leave);
      document.removeEventListener('visibilitychange', leave);
    };
  }, [until]);
}
