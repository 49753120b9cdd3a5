/** What a token says, and whether it holds: decoding for everyone, checking against the IdP's keys where they are known. */
import type { Profile } from '../../shared/profile.ts';
import type { JwtView, Verification } from '../../shared/token-view.ts';
import { errorView, FobError } from '../errors/fob-error.ts';
import type { Connection } from '../grants/connection.ts';
import { decode, findJwt, verify } from '../tokens/jwt.ts';
import type { VerifyOptions } from '../tokens/jwt.ts';
import { publishedKeys } from '../tokens/key-sets.ts';

export interface InspectionOptions {
  readonly profile: Profile;
  readonly connection: Connection;
  /** Milliseconds since 1970 by the IdP's clock. */
  readonly now: number;
  readonly audience?: string;
}

/** `undefined` for an opaque token. Never rejects for what the IdP answers: that is in `verification`. */
export async function viewToken(token: string, options: InspectionOptions): Promise<JwtView | undefined> {
  const decoded = decode(token);
  if (decoded === undefined) return undefined;
  return { ...decoded, verification: await verification(token, options) };
}

/** Any JWT a person pasted, checked against a profile or keys when they are given. Throws `usage` when there is none in the text. */
export async function inspectText(
  text: string,
  against?: InspectionOptions | VerifyOptions,
): Promise<JwtView & { readonly compact: string }> {
  const jwt = findJwt(text);
  const decoded = decode(jwt);
  if (decoded === undefined) {
    throw new FobError('usage', 'There is no JWT in that text.', {
      hint: 'A JWT has three parts of base64url with dots between them and begins with "eyJ".',
    });
  }
  return { ...decoded, compact: jwt, verification: await checked(jwt, against) };
}

function checked(jwt: string, against?: InspectionOptions | VerifyOptions): Promise<Verification> {
  if (against === undefined) return Promise.resolve({ kind: 'decoded' });
  return 'keys' in against ? verify(jwt, against) : verification(jwt, against);
}

async function verification(token: string, options: InspectionOptions): Promise<Verification> {
  try {
    const keys = await publishedKeys(options.connection);
    if (keys === undefined) return { kind: 'decoded' };
    const { issuer } = options.profile;
    return await verify(token, {
      keys,
      now: options.now,
      ...(issuer === undefined ? {} : { issuer }),
      ...(options.audience === undefined ? {} : { audience: options.audience }),
    });
  } catch (error) {
    return { kind: 'not_verified', reason: errorView(error) };
  }
}
