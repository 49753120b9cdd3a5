import type { Clock } from '../../../core/index.ts';

/** The outcome of `work`, or a rejection when it takes longer than `ms` milliseconds. */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> {
  let cancel = (): void => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.setTimer(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
