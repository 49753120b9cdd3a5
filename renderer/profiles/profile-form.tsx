import { useState } from 'react';
import { useCalls } from '../bridge/host-context.tsx';
import { callError } from '../bridge/call-error.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { draftProblems, draftText, EMPTY_DRAFT } from './profile-draft.ts';
import type { DraftProblems, ProfileDraft } from './profile-draft.ts';
import { ClientFields, PlaceFields, SourceFields } from './profile-form-fields.tsx';

interface ProfileFormProps {
  readonly onAdded: (addresses: readonly string[]) => void;
}

/** The common settings of one environment. It makes the same profile file that people write by hand. */
export function ProfileForm({ onAdded }: ProfileFormProps) {
  const calls = useCalls();
  const [draft, setDraft] = useState<ProfileDraft>(EMPTY_DRAFT);
  const [wasTried, setTried] = useState(false);
  const problems: DraftProblems = wasTried ? draftProblems(draft) : {};
  const change = (part: Partial<ProfileDraft>) => setDraft((before) => ({ ...before, ...part }));

  const add = useAction(async () => {
    const text = draftText(draft);
    const { problems: found } = await calls['profiles.check']({ text });
    if (found[0] !== undefined) throw callError({ code: 'profile_invalid', message: found[0].message });
    onAdded((await calls['profiles.add']({ text })).addresses);
  });

  return (
    <form
      className="form"
      aria-label="New profile"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(draftProblems(draft)).length === 0) void add.run();
      }}
    >
      <PlaceFields draft={draft} problems={problems} onChange={change} />
      <SourceFields draft={draft} problems={problems} onChange={change} />
      <ClientFields draft={draft} problems={problems} onChange={change} />
      <ErrorNote error={add.error} isAlert />
      <div className="form-actions form-actions-end">
        <Button type="submit" look="primary" isPending={add.isPending}>
          Add profile
        </Button>
      </div>
    </form>
  );
}
