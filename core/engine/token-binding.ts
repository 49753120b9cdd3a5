/** What an access token is bound to, against what the profile can prove: a token bound to another's is of no use here. */
import { z } from 'zod';
import type { Profile } from '../../shared/profile.ts';
import type { TokenBinding } from '../../shared/token-view.ts';
import type { ProfileAccess } from './profile-access.ts';

const confirmationSchema = z.object({
  cnf: z.object({ 'x5t#S256': z.string().optional(), jkt: z.string().optional() }),
});

/** Compares the `cnf` claim (RFC 7800) with the profile's client certificate or DPoP key; `undefined` without a known one. */
export async function bindingOf(
  claims: Readonly<Record<string, unknown>> | undefined,
  profile: Profile,
  access: ProfileAccess,
): Promise<TokenBinding | undefined> {
  const { 'x5t#S256': certificate, jkt } = confirmationSchema.safeParse(claims).data?.cnf ?? {};
  if (certificate !== undefined)
    return { kind: 'certificate', ...matching(certificate, await certificateOf(profile, access)) };
  if (jkt === undefined) return undefined;
  return { kind: 'dpop', ...matching(jkt, await access.dpopThumbprint(profile).catch(() => undefined)) };
}

/** `null` when the profile has none, `undefined` when it could not be read. */
async function certificateOf(profile: Profile, access: ProfileAccess): Promise<string | null | undefined> {
  if (profile.tls?.cert === undefined && profile.tls?.pfx === undefined) return null;
  // It may have been replaced since it was seen.
  await access.lookAtCertificate(profile);
  return access.certificates.of(profile)?.thumbprint;
}

function matching(wanted: string, own: string | null | undefined): Pick<TokenBinding, 'matches'> {
  return own === undefined ? {} : { matches: own === wanted };
}
