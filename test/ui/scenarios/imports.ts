/** A host that finds profiles, secrets and things to note in whatever is imported. */
import type { Scenario } from '../../e2e/renderer-scenarios.ts';
import { SCENARIOS } from '../../e2e/renderer-scenarios.ts';

const TEXT = `{
  "version": 1,
  "services": [
    {
      "id": "acme",
      "environments": [{ "id": "dev", "token_endpoint": "https://login.acme.example/token", "client_id": "orders" }]
    }
  ]
}`;

export const imported = (at: number): Scenario => ({
  ...SCENARIOS.normal(at),
  answers: {
    'profiles.import': () => ({
      id: 'import-1',
      formats: ['curl command'],
      text: TEXT,
      addresses: ['acme/dev', 'salus/beta'],
      existing: ['salus/beta'],
      secrets: [{ address: 'acme/dev', member: 'client_secret' }],
      notes: [{ message: 'The variable {{region}} has no value and was left out.', address: 'acme/dev' }],
      problems: [],
    }),
  },
});
