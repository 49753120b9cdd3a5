/** A vault with two records, one of which has a kept generation. */
import { expect } from 'vitest';
import type { Vault } from '../../../core/vault/vault.ts';
import { openedWorld } from './kit.ts';
import type { World } from './kit.ts';

export const A = 'salus/beta';
export const B = 'ifs/prod';

export const contentOf = ({ files }: World): Map<string, Uint8Array<ArrayBuffer>> => new Map(files.content);

export async function expectOpens(vault: Vault, passphrase?: string): Promise<void> {
  await vault.unlock(passphrase);
  expect(await vault.read(A, 'client_secret')).toBe('of a');
  expect(await vault.read(B, 'tokens.x')).toBe('of b');
}

export async function filled(): Promise<World & { readonly vault: Vault }> {
  const world = await openedWorld();
  await world.vault.write(A, { client_secret: 'before' });
  await world.vault.write(A, { client_secret: 'of a' });
  await world.vault.write(B, { 'tokens.x': 'of b' });
  return world;
}
