import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseProfiles } from '../core/index.ts';
import { makeEngine } from './engine.ts';
import { ms } from './figure.ts';
import type { Figure } from './figure.ts';
import { median, timed } from './measure.ts';

const SERVICES = 1_000;
const ENVIRONMENTS = 10;
const ROUNDS = 7;

/** A profile file far larger than anyone's: what it takes to read it, and to make the list that a UI shows. */
export async function benchProfiles(): Promise<Figure[]> {
  const text = profileFile();
  await using cleanup = new AsyncDisposableStack();
  const { engine, directory } = await makeEngine(cleanup);
  await writeFile(join(directory, 'profiles.json'), text);
  await engine.start();
  const count = `${SERVICES * ENVIRONMENTS} profiles`;
  return [
    { what: `${count}: reading the file (median)`, measured: ms(await often(() => parseProfiles(text))) },
    { what: `${count}: making a snapshot (median)`, measured: ms(await often(() => engine.snapshot())) },
  ];
}

async function often(run: () => unknown): Promise<number> {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) samples.push(await timed(run));
  return median(samples);
}

function profileFile(): string {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  const services = numbers(SERVICES).map((service) => ({
    id: `service-${service}`,
    name: `Service ${service}`,
    defaults: { grant_type: 'client_credentials', scope: 'read write', client_secret: { from: 'vault' } },
    environments: numbers(ENVIRONMENTS).map((environment) => ({
      id: `environment-${environment}`,
      tier: 'test',
      issuer: `https://idp-${environment}.example/realms/${service}`,
      client_id: `client-${service}-${environment}`,
    })),
  }));
  return JSON.stringify({ version: 1, services }, null, 2);
}
