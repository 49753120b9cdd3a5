const MIN_LENGTH = 8;

export interface PassphraseProblem {
  readonly field: 'first' | 'second';
  readonly message: string;
}

/** Why a new passphrase, typed twice, cannot be taken; `undefined` when it can. */
export function passphraseProblem(first: string, second: string): PassphraseProblem | undefined {
  if (first.length < MIN_LENGTH) return { field: 'first', message: `Use at least ${MIN_LENGTH} characters.` };
  if (first === second) return undefined;
  return { field: 'second', message: 'This is not the same as above.' };
}
