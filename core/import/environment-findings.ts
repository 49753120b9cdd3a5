/** Environments that came without a collection: their variables can name a client all the same. */
import { valuesOf } from './aliases.ts';
import type { Finding, Reading } from './finding.ts';

/** The readings, with findings from their variables where there are none. */
export function environmentFindings(readings: readonly Reading[]): readonly Reading[] {
  if (readings.some(({ findings }) => findings.length > 0)) return readings;
  return readings.map((reading) => ({ ...reading, findings: findingsOf(reading) }));
}

function findingsOf({ variables, environments = [] }: Reading): readonly Finding[] {
  return environments.flatMap((scope) => {
    const all = new Map([...(variables ?? []), ...scope.variables]);
    const values = valuesOf(
      Object.fromEntries([...all].map(([name, value]) => [name, value ?? `{{${name}}}`])),
    );
    const isClient = values.client_id !== undefined && (values.token_endpoint ?? values.issuer) !== undefined;
    return isClient ? [{ name: '', environment: scope.name, values }] : [];
  });
}
