/** Fob's engine at the fault server: through the flow of a fault as a person and their scripts would take it. */
import { request } from 'undici';
import type { Engine } from '../../core/index.ts';
import type { ErrorView } from '../../shared/error-code.ts';
import { withTls } from '../provider/client-tls.ts';
import type { Fault } from '../provider/faults/fault.ts';
import type { FaultServer } from '../provider/faults/server.ts';
import { signInByScript } from '../provider/scripted-browser.ts';

/** How long a person looks at a page that does not bring them back. */
const PATIENCE_MS = 10_000;

/** Goes through the flow of the fault and calls the API. Rejects when the engine finds something wrong. */
export async function runEngine(engine: Engine, server: FaultServer, fault: Fault): Promise<void> {
  for (let round = 0; round < (fault.rounds ?? 1); round += 1) {
    const accessToken = await tokenOf(engine, server, fault, round);
    await afterwards(engine, server.addressFor(fault.id), fault);
    await withTls({ ca: server.ca }, async (dispatcher) => {
      const headers = { authorization: `Bearer ${accessToken}` };
      const { body } = await request(server.resourceFor(fault.id), { dispatcher, headers });
      await body.dump();
    });
  }
}

async function tokenOf(engine: Engine, server: FaultServer, fault: Fault, round: number): Promise<string> {
  const address = server.addressFor(fault.id);
  switch (fault.flow) {
    case 'authorization_code':
    case 'userinfo':
    case 'device_code':
      await signIn(engine, server, address);
      break;
    case 'refresh_token':
      await engine.token(address);
      await engine.refresh(address);
      break;
    default:
      if (round > 0) await engine.refresh(address);
  }
  return (await engine.token(address)).accessToken;
}

async function signIn(engine: Engine, server: FaultServer, address: string): Promise<void> {
  const start = await engine.login(address);
  const giveUp = (): void => {
    engine.cancelLogin(address);
  };
  // Whoever has the code of a device has signed in there already.
  const browser = start.kind === 'browser' ? signInByScript(start.url, { ca: server.ca }) : undefined;
  const timer = setTimeout(giveUp, PATIENCE_MS);
  try {
    await Promise.all([engine.loginDone(address), browser?.catch(giveUp)]);
  } finally {
    clearTimeout(timer);
  }
}

async function afterwards(engine: Engine, address: string, { flow }: Fault): Promise<void> {
  switch (flow) {
    case 'claims': {
      const { accessToken } = await engine.claims(address);
      refuseUnless('verified', accessToken?.verification);
      break;
    }
    case 'introspection':
      refuseUnless('active', (await engine.claims(address)).introspection);
      break;
    case 'userinfo':
      await engine.userinfo(address);
      break;
    case 'revocation': {
      const { revoked, problem } = await engine.logout(address);
      if (!revoked) throw new Error(problem?.message ?? 'the token was not revoked');
      break;
    }
    default:
  }
}

function refuseUnless(
  wished: string,
  found: { readonly kind: string; readonly reason?: ErrorView } | undefined,
): void {
  if (found?.kind !== wished) throw new Error(found?.reason?.message ?? `the token is not ${wished}`);
}
