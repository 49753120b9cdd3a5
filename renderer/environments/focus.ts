import type { Address } from '../../shared/profile.ts';

/** Gives the focus to what opens the details of an address, if it is in sight. */
export function focusDetails(address: Address): void {
  document.querySelector<HTMLElement>(`[data-details="${CSS.escape(address)}"]`)?.focus();
}
