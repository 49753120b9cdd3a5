/** How token sets, and notes of refreshes under way, are kept in the vault record of their profile. */
import { base64url } from 'jose';
import { z } from 'zod';
import { identityName } from '../tokens/token-identity.ts';
import type { Holding } from './holding.ts';

const intentSchema = z.object({
  /** Which refresh token; not the token itself. */
  token: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** Not sent by this profile, but used up by that of this address. */
  spent_by: z.string().optional(),
});

export function parseIntent(text: string | undefined): z.infer<typeof intentSchema> | undefined {
  return text === undefined ? undefined : intentSchema.safeParse(JSON.parse(text)).data;
}

export const isTokens = (member: string): boolean => member.startsWith('tokens.');
export const isIntent = (member: string): boolean => member.startsWith('intent.');

export async function digest(text: string): Promise<string> {
  return base64url.encode(
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))),
  );
}

export async function intentOf({ identity }: Holding): Promise<string> {
  return `intent.${await identityName(identity)}`;
}

export async function memberOf({ identity }: Holding): Promise<string> {
  return `tokens.${await identityName(identity)}`;
}
