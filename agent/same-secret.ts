import { createHash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../core/index.ts';

/** 256 random bits, base64url. */
export const createSecret = (random: Random): string => Buffer.from(random.bytes(32)).toString('base64url');

/** What is kept of a secret that is only ever compared. */
export const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Whether `given` is the secret behind `expected`, in a time that tells nothing about where they differ. */
export function isSecret(given: string | undefined, expected: Buffer): boolean {
  return timingSafeEqual(digest(given ?? ''), expected);
}
