import type { OwnSecretMember } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { callError, errorViewOf } from '../bridge/call-error.ts';
import { copyToken } from '../bridge/clipboard.ts';
import { useHost } from '../bridge/host-context.tsx';
import { copyMessage } from '../environments/copy-message.ts';
import { findEnvironment } from '../environments/find.ts';
import { useWords } from '../language/language.tsx';
import type { Words } from '../language/words.ts';
import { useDialogs } from '../navigation/dialogs.tsx';
import { useAction } from '../ui/use-action.ts';
import type { Action } from '../ui/use-action.ts';
import { draftSecrets, draftText, needsPerson } from './profile-draft.ts';
import type { ProfileDraft } from './profile-draft.ts';
import type { DraftState, SavedDraft } from './use-draft.ts';
import { useUndo } from './use-undo.ts';

/** What comes right after saving. */
export type NextStep = 'nothing' | 'copy' | 'sign_in';

/** What the first button does besides saving. A guarded environment hands nothing out before a person opened it. */
export function nextStep(draft: ProfileDraft, { settings }: Snapshot): NextStep {
  if (needsPerson(draft)) return 'sign_in';
  return draft.tier === 'prod' && settings.guard.on ? 'nothing' : 'copy';
}

/** Saves a draft and goes on to the token. `onDone` hears when nothing is left to do. */
export function useSaveDraft(state: DraftState, onDone: () => void): Action<[NextStep]> {
  const words = useWords();
  const undo = useUndo();
  const store = useStoreDraft(state);
  const copy = useCopyWhenStored();
  const signIn = useBeginSignIn();
  return useAction(async (next: NextStep) => {
    const stored = state.ready(next === 'nothing' ? 'file' : 'token').then(store);
    const message = next === 'copy' ? await copy(stored, state.draft) : undefined;
    const { address, before } = await stored;
    await undo.offer(before, message ?? words.profiles.undo.added([address]));
    onDone();
    if (next === 'sign_in') await signIn(address);
  });
}

function useStoreDraft({ saved, noteSaved }: DraftState): (draft: ProfileDraft) => Promise<SavedDraft> {
  const { call } = useHost().bridge;
  const undo = useUndo();
  return async (draft) => {
    const text = draftText(draft);
    const { problems } = await call['profiles.check']({ text });
    if (problems[0] !== undefined) throw callError({ code: 'profile_invalid', message: problems[0].message });
    const address = `${draft.service}/${draft.environment}` as const;
    const before = saved?.before ?? (await undo.before([draft.service]));
    await call['profiles.add']({ text });
    for (const [member, value] of Object.entries(draftSecrets(draft)) as [OwnSecretMember, string][])
      await call['secrets.set']({ address, member, value });
    noteSaved({ address, before });
    return { address, before };
  };
}

/** Answers what to say of the copy. Rejects with the reason why there is no token, once the profile is saved. */
function useCopyWhenStored(): (stored: Promise<SavedDraft>, draft: ProfileDraft) => Promise<string> {
  const { kind, call } = useHost().bridge;
  const words = useWords();
  return async (stored, { service, environment }) => {
    // A browser has to be asked for its clipboard within the click; what goes into it may take its time.
    const copying = copyToken(
      { kind, call: { 'tokens.copy': (request) => stored.then(() => call['tokens.copy'](request)) } },
      { address: `${service}/${environment}`, format: 'raw' },
    );
    copying.catch(() => undefined);
    const { address } = await stored;
    try {
      return copyMessage(await copying, Date.now(), words.environments);
    } catch (error) {
      const title = ({ profiles }: Words) => profiles.form.savedWithoutToken(address);
      throw callError({ ...errorViewOf(error), title });
    }
  };
}

function useBeginSignIn(): (address: SavedDraft['address']) => Promise<void> {
  const { snapshots } = useHost();
  const dialogs = useDialogs();
  return async (address) => {
    await snapshots.refresh();
    const state = snapshots.get();
    const found = findEnvironment(state.kind === 'ready' ? state.snapshot.services : [], address);
    if (found !== undefined) dialogs.signIn(found.environment);
  };
}
