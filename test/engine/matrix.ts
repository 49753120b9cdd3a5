/**
 * `npm run matrix`: every cell of grants x client authentication, by the real engine: sign in where the grant wants a
 * person, get a token, show it to the cell's API. Prints the table; exits 0 only when every cell was accepted.
 */
import type { Engine } from '../../core/index.ts';
import { systemClock } from '../../core/node/system-clock.ts';
import { createUndiciHttp } from '../../core/node/undici-http.ts';
import { createEngineFixture, PASSPHRASE } from '../fakes/engine-fixture.ts';
import type { MatrixCell } from '../provider/matrix/cell.ts';
import { startMatrixWorld } from '../provider/matrix-idp.ts';
import type { MatrixWorld } from '../provider/matrix-idp.ts';
import { approveDevice, signInByScript } from '../provider/scripted-browser.ts';

export interface CellResult {
  readonly cell: MatrixCell;
  /** `accepted`, or what went wrong. */
  readonly outcome: string;
}

export async function runMatrix(
  report: (result: CellResult) => void = () => undefined,
): Promise<CellResult[]> {
  const world = await startMatrixWorld();
  const { engine } = createEngineFixture({
    http: createUndiciHttp({}),
    clock: { ...systemClock, busy: () => false } as never,
  });
  try {
    await engine.start();
    await engine.unlock(PASSPHRASE);
    await engine.addProfiles(JSON.stringify(world.profiles));
    for (const { address, member, value } of world.secrets) await engine.setSecret(address, member, value);
    return await Promise.all(
      world.cells.map(async (cell) => {
        const result = { cell, outcome: await proveCell(engine, world, cell) };
        report(result);
        return result;
      }),
    );
  } finally {
    await engine.stop();
    await world.close();
  }
}

async function proveCell(engine: Engine, world: MatrixWorld, cell: MatrixCell): Promise<string> {
  try {
    if (cell.interactive) await signIn(engine, world, cell);
    const { accessToken } = await engine.token(cell.address);
    const answer = await callApi(engine, world, cell, accessToken);
    return answer.status === 200 ? 'accepted' : `its API answered ${answer.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function signIn(engine: Engine, world: MatrixWorld, { address, mtls }: MatrixCell): Promise<void> {
  const start = await engine.login(address);
  const browser = mtls ? { ca: world.ca } : {};
  if (start.kind === 'browser') await signInByScript(start.url, browser);
  else await approveDevice(start.verificationUriComplete ?? start.verificationUri, browser);
  await engine.loginDone(address);
}

async function callApi(
  engine: Engine,
  world: MatrixWorld,
  cell: MatrixCell,
  token: string,
): Promise<Response> {
  if (cell.dpop === undefined) return world.call(cell.address, token);
  const url = world.resourceUrl(cell.address);
  const withProof = async (nonce?: string): Promise<Response> => {
    const proof = await engine.proof(cell.address, {
      method: 'GET',
      url,
      ...(nonce === undefined ? {} : { nonce }),
    });
    return world.call(cell.address, token, { authorization: `DPoP ${token}`, dpop: proof });
  };
  const first = await withProof();
  const nonce = first.headers.get('dpop-nonce');
  return first.status === 401 && nonce !== null ? withProof(nonce) : first;
}

export function matrixTable(results: readonly CellResult[]): string {
  const rows = results.map(({ cell, outcome }) => [
    cell.address,
    cell.grantType.split(':').at(-1) ?? '',
    methodOf(cell),
    outcome,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

function methodOf({ authMethod, signingAlg, dpop, par, opaque, resource }: MatrixCell): string {
  const more = [
    ...(signingAlg === undefined ? [] : [signingAlg]),
    ...(dpop === undefined ? [] : [dpop === 'nonce' ? 'DPoP with nonce' : 'DPoP']),
    ...(par === undefined ? [] : [`PAR ${par}`]),
    ...(opaque === true ? ['opaque token'] : []),
    ...(resource === undefined ? [] : ['resource']),
  ];
  return [authMethod, ...more].join(', ');
}

if (import.meta.main) {
  const results = await runMatrix(({ outcome }) => process.stderr.write(outcome === 'accepted' ? '.' : 'x'));
  const accepted = results.filter(({ outcome }) => outcome === 'accepted').length;
  console.log(`\n${matrixTable(results)}\n\n${accepted} of ${results.length} cells accepted by their APIs`);
  process.exitCode = accepted === results.length ? 0 : 1;
}
