/** What is known of the vault, and what a person is told of it. */
import { assertNever } from '../../shared/assert-never.ts';
import type { VaultView } from '../../shared/snapshot.ts';
import { FobError } from '../errors/fob-error.ts';
import type { Header } from './header.ts';
import type { DataKey } from './record.ts';
import { HOW_TO_MAKE, howToOpen, kindsOf } from './slots.ts';

export type State =
  | { readonly kind: 'absent' }
  | { readonly kind: 'locked'; readonly header: Header; readonly trouble?: FobError }
  | { readonly kind: 'unlocked'; readonly header: Header; readonly dataKey: DataKey }
  | { readonly kind: 'damaged'; readonly trouble: FobError };

export function viewOf(state: State): VaultView {
  switch (state.kind) {
    case 'absent':
      return { state: 'absent', slots: [], hint: HOW_TO_MAKE };
    case 'locked':
      return {
        state: 'locked',
        slots: kindsOf(state.header),
        hint: state.trouble?.hint ?? howToOpen(state.header),
      };
    case 'unlocked':
      return { state: 'unlocked', slots: kindsOf(state.header) };
    case 'damaged':
      return {
        state: 'damaged',
        slots: [],
        hint: `${state.trouble.message} ${state.trouble.hint ?? ''}`.trim(),
      };
    default:
      return assertNever(state);
  }
}

export function locked(header: Header): FobError {
  return new FobError('vault_locked', 'The vault is locked.', { hint: howToOpen(header) });
}

export function absent(): FobError {
  return new FobError('vault_absent', 'There is no vault yet.', { hint: HOW_TO_MAKE });
}
