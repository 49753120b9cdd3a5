import type { Words } from '../language/words.ts';

const MIN_LENGTH = 8;

export interface PassphraseProblem {
  readonly field: 'first' | 'second';
  readonly message: string;
}

/** Why a new passphrase, typed twice, cannot be taken; `undefined` when it can. */
export function passphraseProblem(
  first: string,
  second: string,
  words: Words['vault']['problems'],
): PassphraseProblem | undefined {
  if (first.length < MIN_LENGTH) return { field: 'first', message: words.tooShort(MIN_LENGTH) };
  if (first === second) return undefined;
  return { field: 'second', message: words.different };
}
