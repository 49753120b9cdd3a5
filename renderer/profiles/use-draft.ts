import { useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { pageError } from '../bridge/call-error.ts';
import { findEnvironment } from '../environments/find.ts';
import { useWords } from '../language/language.tsx';
import { completed, draftProblems, unsaidSecrets } from './profile-draft.ts';
import type { DraftProblems, ProfileDraft } from './profile-draft.ts';
import { useServer } from './use-server.ts';
import type { AskedServer } from './use-server.ts';
import type { ServiceTexts } from './use-undo.ts';

/** A draft that is in the file since an attempt that did not get to its end. */
export interface SavedDraft {
  readonly address: Address;
  /** What was there before. */
  readonly before: ServiceTexts;
}

/** What a draft is checked for: only a token needs every secret. */
type Purpose = 'file' | 'token';

export interface DraftState {
  readonly draft: ProfileDraft;
  readonly asked: AskedServer;
  readonly typedUrl: string;
  /** None before the first attempt. */
  readonly problems: DraftProblems;
  /** Its names stay as they are, once it is saved. */
  readonly saved: SavedDraft | undefined;
  readonly change: (part: Partial<ProfileDraft>) => void;
  /** The secrets are in the vault. */
  readonly noteSaved: (saved: SavedDraft) => void;
  /** The draft with all that the server says. Rejects, and shows the problems, when something is plainly wrong. */
  readonly ready: (purpose: Purpose) => Promise<ProfileDraft>;
  readonly isTouched: boolean;
}

/** A new profile while it is typed. */
export function useDraft(snapshot: Snapshot): DraftState {
  const words = useWords().profiles;
  const [typed, setTyped] = useState<Partial<ProfileDraft>>({});
  const [tried, setTried] = useState<Purpose>();
  const [saved, setSaved] = useState<SavedDraft>();

  const taken = takenAddresses(snapshot, saved?.address);
  const isByHand = typed.source === 'token_endpoint';
  const typedUrl = completed(typed, undefined, taken).url;
  const { asked, answer } = useServer(isByHand ? '' : typedUrl);
  const draft = completed(typed, asked.kind === 'found' ? asked.server : undefined, taken);
  const kept = findEnvironment(snapshot.services, saved?.address)?.environment;

  const problemsOf = (one: ProfileDraft, purpose: Purpose): DraftProblems => {
    const unsaid = purpose === 'token' ? unsaidSecrets(one) : [];
    const missing = unsaid.filter((member) => kept?.missingSecrets.includes(member) ?? true);
    return {
      ...draftProblems(one, taken, words.problems),
      ...Object.fromEntries(missing.map((member) => [member, words.problems.secret])),
    };
  };

  return {
    draft,
    asked,
    typedUrl,
    problems: tried === undefined ? {} : problemsOf(draft, tried),
    saved,
    change: (part) => setTyped((before) => ({ ...before, ...part })),
    noteSaved: (now) => {
      setSaved(now);
      setTyped((before) => ({ ...before, secrets: {} }));
    },
    ready: async (purpose) => {
      setTried(purpose);
      const final = completed(typed, isByHand ? undefined : await answer(), taken);
      if (Object.keys(problemsOf(final, purpose)).length === 0) return final;
      throw pageError('profile_invalid', ({ profiles }) => profiles.form.toCorrect);
    },
    isTouched: Object.values(typed).some((value) => value !== ''),
  };
}

function takenAddresses({ services }: Snapshot, except: Address | undefined): ReadonlySet<string> {
  const all = services.flatMap(({ environments }) => environments.map(({ address }) => address));
  return new Set(all.filter((address) => address !== except));
}
