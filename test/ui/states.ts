/** Every state of the UI, once: what the tests visit, the gallery shows and the pictures are taken of. */
import type { UiState } from './state.ts';
import { DETAIL_STATES } from './states/details.ts';
import { GUARD_STATES, SIGN_IN_STATES } from './states/dialogs.ts';
import { EDITOR_STATES } from './states/editor.ts';
import { ENVIRONMENT_STATES } from './states/environments.ts';
import { FRAME_STATES, VAULT_STATES } from './states/frame.ts';
import { COMPARE_STATES, INSPECT_STATES, REFUSAL_STATES } from './states/tools.ts';
import { FOB_STATES, PALETTE_STATES } from './states/views.ts';

export const STATES: readonly UiState[] = [
  ...FRAME_STATES,
  ...VAULT_STATES,
  ...ENVIRONMENT_STATES,
  ...DETAIL_STATES,
  ...SIGN_IN_STATES,
  ...GUARD_STATES,
  ...COMPARE_STATES,
  ...INSPECT_STATES,
  ...REFUSAL_STATES,
  ...EDITOR_STATES,
  ...PALETTE_STATES,
  ...FOB_STATES,
];
