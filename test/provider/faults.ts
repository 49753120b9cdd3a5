/**
 * The catalogue of bad answers that a client must refuse, and of unusual ones that it must accept, as switches of an IdP.
 * `startFaultServer` runs it; the runner takes a client through `fault.flow` with the profile and secrets of the fault,
 * calls `resourceFor(id)` with the token if the client found nothing wrong, and asks for the `outcome`:
 * - `refuse` holds when the client failed, `carried` is true and `after` is 0;
 * - `accept` holds when the client did not fail and `apiCalls` is at least 1 (one for each of `rounds`).
 */
import { AFTER_TOKEN } from './faults/after-token.ts';
import { CALLBACK } from './faults/callback.ts';
import { DEVICE } from './faults/device.ts';
import { DISCOVERY_ENDPOINTS } from './faults/discovery-endpoints.ts';
import { DISCOVERY } from './faults/discovery.ts';
import { DPOP_PAR } from './faults/dpop-par.ts';
import type { Fault } from './faults/fault.ts';
import { ID_TOKEN_CLAIMS } from './faults/id-token-claims.ts';
import { ID_TOKEN_FORM } from './faults/id-token-form.ts';
import { ID_TOKEN_HEADER } from './faults/id-token-header.ts';
import { ID_TOKEN_SIGNATURE } from './faults/id-token-signature.ts';
import { ID_TOKEN_TIMES } from './faults/id-token-times.ts';
import { JWKS } from './faults/jwks.ts';
import { REFRESH } from './faults/refresh.ts';
import { REQUESTS } from './faults/requests.ts';
import { startServer } from './faults/server.ts';
import type { FaultServer } from './faults/server.ts';
import { TOKEN_RESPONSE } from './faults/token-response.ts';
import { TRANSPORT } from './faults/transport.ts';

export const FAULTS: readonly Fault[] = [
  ...REQUESTS,
  ...DISCOVERY,
  ...DISCOVERY_ENDPOINTS,
  ...TRANSPORT,
  ...CALLBACK,
  ...TOKEN_RESPONSE,
  ...ID_TOKEN_CLAIMS,
  ...ID_TOKEN_TIMES,
  ...ID_TOKEN_SIGNATURE,
  ...ID_TOKEN_HEADER,
  ...ID_TOKEN_FORM,
  ...JWKS,
  ...DEVICE,
  ...REFRESH,
  ...DPOP_PAR,
  ...AFTER_TOKEN,
];

/** With a part of the catalogue when a runner wants no more. Rejects when no port can be had. */
export const startFaultServer = (faults: readonly Fault[] = FAULTS): Promise<FaultServer> =>
  startServer(faults);
