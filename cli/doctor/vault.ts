import { assertNever } from '../../shared/assert-never.ts';
import type { SlotCheck, VaultCheckup } from '../../shared/checkup.ts';
import { ok, problem, warning } from './finding.ts';
import type { Finding } from './finding.ts';

const GROUP = 'Vault';

export function vaultFindings(vault: VaultCheckup): readonly Finding[] {
  return [stateFinding(vault), ...vault.slots.map(slotFinding), ...recordFindings(vault)];
}

function stateFinding({ state, problem: trouble, format }: VaultCheckup): Finding {
  const header =
    format === undefined
      ? ''
      : `, header of format ${format.version}, revision ${format.revision}, made ${format.created_at.slice(0, 10)}`;
  switch (state) {
    case 'unlocked':
      return ok(GROUP, `open${header}`);
    case 'locked':
      return warning(GROUP, `locked${header}`, 'Unlock it with: fob unlock');
    case 'absent':
      return ok(GROUP, 'not made yet; the first secret or token makes it');
    case 'damaged':
      return problem(GROUP, trouble ?? { code: 'vault_damaged', message: 'The vault is damaged.' });
    default:
      return assertNever(state);
  }
}

/** That a slot does not open now is a warning: another one may, and the vault's own line tells whether it is open. */
function slotFinding({ kind, detail, keptBy, answer, problem: trouble }: SlotCheck): Finding {
  const name = `slot ${kind} (${[keptBy, detail].filter(Boolean).join(', ')})`;
  switch (answer) {
    case 'opens':
      return ok(GROUP, `${name} opens`);
    case 'asks':
      return ok(GROUP, `${name} needs its passphrase; with FOB_PASSPHRASE it is tried`);
    case 'unknown':
      return ok(GROUP, `${name} was not tried`);
    case 'fails':
      return warning(GROUP, `${name} does not open: ${trouble?.message ?? ''}`, trouble?.hint);
    default:
      return assertNever(answer);
  }
}

function recordFindings(vault: VaultCheckup): readonly Finding[] {
  const { opened, records, troubles, previous, keptDamaged, rotating, state } = vault;
  if (state === 'absent') return [];
  const good = `${records - troubles.length} of ${records} records ${opened ? 'open' : 'have the right form'}`;
  return [
    ok(GROUP, `${good}; of ${previous} the generation before is kept`),
    ...troubles.map(({ address, problem: { code, message, hint } }) =>
      problem(GROUP, { code, message: `${address}: ${message}`, ...(hint === undefined ? {} : { hint }) }),
    ),
    ...(rotating
      ? [
          warning(
            GROUP,
            'a key rotation is not finished: the key before is still kept',
            troubles.length > 0
              ? 'Repair or remove the damaged records, then run: fob vault rotate-key'
              : 'It goes on by itself while the vault is open; "fob vault rotate-key" ends it now.',
          ),
        ]
      : []),
    ...keptDamaged.map((path) =>
      warning(GROUP, `${path} is a damaged file that was replaced`, 'Remove it when you need it no more.'),
    ),
  ];
}
