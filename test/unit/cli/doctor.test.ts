import { describe, expect, it } from 'vitest';
import { exitCodeOf, findingsText, ok, problem, warning } from '../../../cli/doctor/finding.ts';
import { clockFindings, hostFindings, noHostFindings } from '../../../cli/doctor/host.ts';
import { profileFindings } from '../../../cli/doctor/profiles.ts';
import { vaultFindings } from '../../../cli/doctor/vault.ts';
import type { VaultCheckup } from '../../../shared/checkup.ts';
import { ERROR_CODES } from '../../../shared/error-code.ts';
import type { ErrorCode } from '../../../shared/error-code.ts';
import type { EnvironmentView } from '../../../shared/snapshot.ts';

const NOW = 1_767_225_600_000;
const of = (code: ErrorCode) => problem('Vault', { code, message: code });

describe('the exit code', () => {
  it.each<[readonly ErrorCode[], number]>([
    [[], 0],
    [['vault_damaged'], 7],
    [['profiles_invalid', 'vault_damaged', 'peer_untrusted'], 7],
    [['sign_in_needed', 'storage_failed'], 10],
    [['idp_unreachable', 'sign_in_needed'], 3],
    [['vault_damaged', 'internal'], 70],
  ])('of %j is %i', (codes, exit) => {
    expect(exitCodeOf([ok('Host', 'fine'), warning('Host', 'well'), ...codes.map(of)])).toBe(exit);
  });

  it('has a place for every code there is', () => {
    for (const code of Object.keys(ERROR_CODES) as ErrorCode[])
      expect(exitCodeOf([of(code)])).toBe(ERROR_CODES[code].exit);
  });
});

it('marks are words, and findings stand in groups in the order they came', () => {
  const findings = [ok('A', 'one'), warning('B', 'two', 'do this'), ok('A', 'three'), of('usage')];
  expect(findingsText(findings, { style: (_, text) => text })).toBe(
    [
      'A',
      '  ok       one',
      '  ok       three',
      'B',
      '  warning  two',
      '           do this',
      'Vault',
      '  problem  usage',
    ].join('\n'),
  );
});

describe('the host', () => {
  const host = { pid: 7, kind: 'agent', version: '1' };
  const holder = { pid: 7, kind: 'agent', started_at: '2026-01-01T00:00:00Z' };

  it('that answers is the one that holds the lock, or that is said', () => {
    expect(hostFindings(host, holder, false).map(({ mark }) => mark)).toEqual(['ok']);
    for (const other of [undefined, { ...holder, pid: 8 }])
      expect(hostFindings(host, other, false).map(({ mark }) => mark)).toEqual(['ok', 'warning']);
  });

  it('that does not start is no bug of the doctor', () => {
    const error = { code: 'internal', message: 'The agent did not start.' } as const;
    const findings = noHostFindings(error, holder, 'no space');
    expect(exitCodeOf(findings)).toBe(10);
    expect(findings.map(({ message }) => message).join()).toMatch(/no space.*process 7/);
  });
});

describe('the clock', () => {
  const services = (...skews: readonly number[]) => [
    {
      id: 'a',
      name: 'A',
      environments: skews.map((skewMs, index) => view({ skewMs, issuer: `https://idp-${index}` })),
    },
  ];

  it.each([
    [[], 'ok', /has told its time yet/],
    [[4_000, -4_999], 'ok', /within 5 s of 2 IdPs/],
    [[90_000, 10], 'warning', /idp-0 is 90 s ahead/],
    [[-90_000], 'warning', /90 s behind/],
  ] as const)('%j', (skews, mark, message) => {
    expect(clockFindings(services(...skews))).toEqual([
      expect.objectContaining({ mark, message: expect.stringMatching(message) as unknown }),
    ]);
  });
});

describe('a vault', () => {
  const vault: VaultCheckup = {
    state: 'unlocked',
    slots: [],
    rotating: false,
    records: 2,
    opened: true,
    troubles: [],
    previous: 1,
    keptDamaged: [],
  };

  it.each<[string, Partial<VaultCheckup>, number, RegExp]>([
    ['is good', {}, 0, /2 of 2 records open/],
    ['has a damaged header', { state: 'damaged' }, 7, /damaged/],
    [
      'has a damaged record',
      {
        troubles: [
          { address: 'a/b', problem: { code: 'vault_damaged', message: 'x', hint: 'fob vault repair a/b' } },
        ],
      },
      7,
      /fob vault repair a\/b/,
    ],
    ['is being rotated', { rotating: true }, 0, /rotation is not finished/],
    [
      'has a slot that does not open',
      { slots: [{ id: '1', kind: 'keyring', detail: 'account=x', keptBy: 'the keyring', answer: 'fails' }] },
      0,
      /slot keyring \(the keyring, account=x\) does not open/,
    ],
  ])('that %s', (_, part, exit, said) => {
    const findings = vaultFindings({ ...vault, ...part });
    expect(exitCodeOf(findings)).toBe(exit);
    expect(findings.map(({ message, hint = '' }) => `${message} ${hint}`).join('\n')).toMatch(said);
  });
});

describe('what happens next', () => {
  it.each<[Partial<EnvironmentView>, RegExp]>([
    [{ status: 'locked' }, /until the vault is unlocked/],
    [{ status: 'sign_in_needed' }, /fob login a\/b/],
    [{ status: 'fresh', expiresAt: NOW + 300_000, refreshAt: NOW + 240_000 }, /a refresh at 2026-.*in 4:00/],
    [{ status: 'fresh', expiresAt: NOW + 300_000 }, /nobody used it/],
    [{ status: 'fresh', expiresAt: NOW + 300_000, pinned: true }, /refresh is switched off/],
    [{ status: 'error', refreshAt: NOW + 60_000 }, /a refresh at /],
    [{ status: 'idle' }, /next request/],
    [{ signIn: { kind: 'device', expiresAt: NOW + 60_000 } }, /a person signs in/],
  ])('%j', (part, said) => {
    const findings = profileFindings({ address: 'a/b', members: {}, secrets: [] }, view(part), NOW);
    expect(findings.at(-1)?.message).toMatch(said);
  });
});

function view(part: Partial<EnvironmentView>): EnvironmentView {
  return { address: 'a/b', id: 'b', tier: 'dev', status: 'idle', pinned: false, missingSecrets: [], ...part };
}
