import { MINUTE } from '../../e2e/renderer-environments.ts';
import { normalServices, snapshotOf } from '../../e2e/renderer-scenarios.ts';
import type { Scenario } from '../../e2e/renderer-scenarios.ts';

/** Everything of tier prod is handed out for nearly 15 minutes. */
export const armed = (at: number): Scenario => ({
  snapshot: snapshotOf(
    at,
    normalServices(at).map((service) => ({
      ...service,
      environments: service.environments.map((one) =>
        one.tier === 'prod' ? { ...one, guard: { armedUntil: at + 14 * MINUTE + 31_000 } } : one,
      ),
    })),
  ),
  claims: {},
});
