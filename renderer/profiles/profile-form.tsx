import { useState } from 'react';
import type { Trial } from '../../shared/editor-view.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import type { Action } from '../ui/use-action.ts';
import { draftSecrets, draftText } from './profile-draft.ts';
import type { ProfileDraft } from './profile-draft.ts';
import { ClientFields, PlaceFields, SourceFields } from './profile-form-fields.tsx';
import { ServerFacts } from './server-facts.tsx';
import { offerOf } from './server-offer.ts';
import { TrialSteps } from './trial-steps.tsx';
import { useDraft } from './use-draft.ts';
import { nextStep, useSaveDraft } from './use-save-draft.ts';
import type { NextStep } from './use-save-draft.ts';

interface ProfileFormProps {
  readonly snapshot: Snapshot;
  readonly onDone: () => void;
  /** Goes on with every setting of the service, from what was typed here. */
  readonly onAllSettings: (draft: ProfileDraft) => void;
  readonly onTouched: () => void;
}

/** One new environment, from an issuer URL: what its server supports decides what is offered. */
export function ProfileForm({ snapshot, onDone, onAllSettings, onTouched }: ProfileFormProps) {
  const calls = useCalls();
  const words = useWords().profiles.form;
  const state = useDraft(snapshot);
  const { draft, asked, problems, saved, typedUrl, ready } = state;
  const [trial, setTrial] = useState<Trial>();
  const save = useSaveDraft(state, onDone);
  const test = useAction(async () => {
    setTrial(undefined);
    const final = await ready('token');
    setTrial(await calls['profiles.test']({ text: draftText(final), secrets: draftSecrets(final) }));
  });
  const next = nextStep(draft, snapshot);
  const server = asked.kind === 'found' ? asked.server : undefined;
  const change = (part: Partial<ProfileDraft>) => {
    state.change(part);
    onTouched();
  };
  const shared = { draft, problems, onChange: change };
  return (
    <form
      className="editor-form"
      aria-label={words.label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) void save.run(next).then(focusProblem(event.currentTarget));
      }}
    >
      <div className="editor-columns">
        <div className="form">
          <SourceFields {...shared} typedUrl={typedUrl} />
          <ClientFields {...shared} offer={offerOf(server, draft.grantType)} />
          <PlaceFields {...shared} isFixed={saved !== undefined} />
        </div>
        <div className="editor-aside">
          <ServerFacts asked={asked} typed={typedUrl} isByHand={draft.source === 'token_endpoint'} />
          <TrialSteps run={test} trial={trial} />
        </div>
      </div>
      <FormActions save={save} test={test} next={next} onAllSettings={() => onAllSettings(draft)} />
    </form>
  );
}

interface FormActionsProps {
  readonly save: Action<[NextStep]>;
  readonly test: Action<[]>;
  readonly next: NextStep;
  readonly onAllSettings: () => void;
}

function FormActions({ save, test, next, onAllSettings }: FormActionsProps) {
  const words = useWords().profiles.form;
  const labels = { nothing: words.save, copy: words.saveAndCopy, sign_in: words.saveAndSignIn };
  return (
    <div className="editor-actions">
      <ErrorNote error={save.error} isAlert />
      <div className="form-actions form-actions-end">
        <Button look="quiet" onPress={onAllSettings}>
          {words.allSettings}
        </Button>
        <Button icon="shield-check" isPending={test.isPending} onPress={() => void test.run()}>
          {words.test}
        </Button>
        {next !== 'nothing' && (
          <Button isPending={save.isPending} onPress={() => void save.run('nothing')}>
            {words.save}
          </Button>
        )}
        <Button type="submit" look="primary" isPending={save.isPending}>
          {labels[next]}
        </Button>
      </div>
    </div>
  );
}

/** After an attempt that failed, the first field that has to be corrected takes the focus. */
function focusProblem(form: HTMLElement): (isDone: boolean) => void {
  return (isDone) => {
    if (isDone) return;
    requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
}
