import { expect, test } from 'vitest';
import { diagnostics } from '../../../renderer/about/diagnostics.ts';
import { VERSION } from '../../../shared/version.ts';
import { SCENARIOS } from '../../e2e/renderer-scenarios.ts';

const SURROUNDINGS = {
  host: 'browser',
  connection: 'open',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
  language: 'en',
} as const;

test('diagnostics count, and name no service, address, client or IdP', () => {
  const { snapshot } = SCENARIOS.normal(Date.UTC(2026, 8, 1));
  const text = diagnostics(snapshot, SURROUNDINGS);
  const names = snapshot.services.flatMap(({ id, name, environments }) => [
    id,
    name,
    ...environments.flatMap(({ address, clientId = address, issuer = address }) => [
      address,
      clientId,
      issuer,
    ]),
  ]);
  expect(names.filter((name) => text.includes(name))).toEqual([]);
  expect(JSON.parse(text)).toMatchObject({
    ...SURROUNDINGS,
    fob: VERSION,
    vault: { state: 'unlocked' },
    services: snapshot.services.length,
    environments: 12,
    problems: { sign_in_needed: 1, idp_unreachable: 1, idp_refused: 1, profile_invalid: 1 },
  });
});
