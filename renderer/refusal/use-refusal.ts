import { useMemo, useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Verification } from '../../shared/token-view.ts';
import { useNow } from '../ui/clock.ts';
import { guessProfile } from './environments.ts';
import { explain } from './explain.ts';
import { readExchange } from './read-exchange.ts';
import type { AtHand } from './token-at-hand.tsx';

export type RefusalState = ReturnType<typeof useRefusal>;

/** With what it is about: for another text or profile it is worthless. */
interface Kept<Value> {
  readonly key: string;
  readonly value: Value;
}

/** What was pasted and chosen, and what follows from it. */
export function useRefusal({ services }: Snapshot, given: Address | undefined) {
  const now = useNow();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Address | '' | undefined>(given);
  const [verified, setVerified] = useState<Kept<Verification>>();
  const [looked, setLooked] = useState<Kept<AtHand>>();
  const exchange = useMemo(() => readExchange(text), [text]);
  const environments = services.flatMap((service) => service.environments);
  const guessed = guessProfile(environments, exchange.jwt?.payload, exchange.request?.url);
  const address = chosen ?? guessed ?? '';
  const profile = environments.find((one) => one.address === address);
  const token = exchange.found?.token;
  const key = `${address} ${token ?? ''}`;
  const atHand = token === undefined && looked?.key === key ? looked.value : undefined;
  const verification = verified?.key === key ? verified.value : undefined;
  const decoded = exchange.jwt ?? atHand?.token;
  const explanation = explain({
    exchange,
    environments,
    now,
    ...(decoded === undefined ? {} : { token: decoded }),
    ...(atHand?.scope === undefined ? {} : { grantedScope: atHand.scope }),
    ...(profile === undefined ? {} : { profile }),
    ...(verification === undefined ? {} : { verification }),
  });
  return {
    text,
    setText,
    setChosen,
    exchange,
    address,
    profile,
    token,
    verification,
    explanation,
    isEmpty: text.trim() === '' && atHand === undefined,
    isGuessed: chosen === undefined && guessed !== undefined,
    isCompared: atHand !== undefined,
    setVerification: (value: Verification) => setVerified({ key, value }),
    setAtHand: (value: AtHand) => setLooked({ key, value }),
  };
}
