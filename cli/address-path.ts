import { FobError } from '../core/index.ts';
import { parseAddress } from '../shared/profile.ts';

/** An address as the part of a request target. Throws `address_unknown` for what can be none. */
export function addressPath(text: string | undefined): string {
  const parsed = parseAddress(text ?? '');
  if (parsed !== undefined) return parsed.address;
  throw new FobError('address_unknown', `"${text ?? ''}" is not an address.`, {
    hint: 'An address is SERVICE/ENVIRONMENT in lower case, such as salus/beta; "fob list" shows yours.',
  });
}
