import type { ProfileMembers } from '../shared/profile.ts';
import type { HostClient } from './host-client.ts';

/** What a profile says, with its service's defaults. Rejects with `address_unknown`, or `profile_invalid` where it cannot be used. */
export async function profileMembers(host: HostClient, address: string): Promise<ProfileMembers> {
  const path = `/v1/profiles/${address}`;
  return ((await host.call({ method: 'GET', path })) as { members: ProfileMembers }).members;
}
