import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useCalls, useHost } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import type { Words } from '../language/words.ts';
import { ADD_WAYS } from '../navigation/navigation.tsx';
import type { AddWay } from '../navigation/navigation.tsx';
import { blankService, openedService, withColumns } from './edited-service.ts';
import { EditorDialog } from './editor-dialog.tsx';
import { ImportForm } from './import-form.tsx';
import { PresetForm } from './preset-form.tsx';
import { draftSecrets, draftText } from './profile-draft.ts';
import type { ProfileDraft } from './profile-draft.ts';
import { ProfileFileForm } from './profile-file-form.tsx';
import { ProfileForm } from './profile-form.tsx';
import { SecretsStep } from './secrets-step.tsx';
import { ServiceEditor } from './service-editor.tsx';
import type { EditorStart } from './use-edited-service.ts';

interface AddProfileDialogProps {
  readonly snapshot: Snapshot;
  /** The one that is shown first. */
  readonly way: AddWay;
  readonly onClose: () => void;
}

type Step =
  | { readonly kind: 'ways' }
  | { readonly kind: 'all'; readonly start: EditorStart }
  | { readonly kind: 'secrets'; readonly addresses: readonly string[] };

/** Adds profiles: from an issuer URL, a preset, an import, a profile file, or by hand. */
export function AddProfileDialog({ snapshot, way, onClose }: AddProfileDialogProps) {
  const { snapshots } = useHost();
  const words = useWords().profiles;
  const [step, setStep] = useState<Step>({ kind: 'ways' });
  const [isTouched, setTouched] = useState(false);
  const onTouched = () => setTouched(true);
  const onAdded = async (addresses: readonly string[]) => {
    await snapshots.refresh(); // the next step reads from the snapshot what is missing
    setTouched(false);
    setStep({ kind: 'secrets', addresses });
  };
  return (
    <EditorDialog title={titleOf(step, words)} isTouched={isTouched} onClose={onClose}>
      {step.kind === 'ways' && (
        <Ways
          snapshot={snapshot}
          way={way}
          onClose={onClose}
          onTouched={onTouched}
          onAdded={(addresses) => void onAdded(addresses)}
          onAll={(start) => setStep({ kind: 'all', start })}
        />
      )}
      {step.kind === 'all' && (
        <ServiceEditor start={step.start} snapshot={snapshot} onDone={onClose} onTouched={onTouched} />
      )}
      {step.kind === 'secrets' && (
        <SecretsStep snapshot={snapshot} addresses={step.addresses} onClose={onClose} />
      )}
    </EditorDialog>
  );
}

function titleOf(step: Step, { add, editor }: Words['profiles']): string {
  if (step.kind === 'secrets') return add.secretsTitle;
  return step.kind === 'all' ? editor.newTitle : add.title;
}

interface WaysProps extends AddProfileDialogProps {
  readonly onTouched: () => void;
  readonly onAdded: (addresses: readonly string[]) => void;
  readonly onAll: (start: EditorStart) => void;
}

function Ways({ snapshot, way: first, onClose, onTouched, onAdded, onAll }: WaysProps) {
  const words = useWords().profiles.add;
  const startFrom = useStartFromDraft();
  return (
    <div className="editor-form" onInput={onTouched}>
      <Tabs className="tabs" defaultSelectedKey={first}>
        <TabList className="tab-list" aria-label={words.how}>
          {ADD_WAYS.map((way) => (
            <Tab key={way} id={way} className="tab">
              {words[way]}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="issuer" className="tab-panel">
          <ProfileForm
            snapshot={snapshot}
            onDone={onClose}
            onTouched={onTouched}
            onAllSettings={(draft) => void startFrom(draft).then(onAll)}
          />
        </TabPanel>
        <TabPanel id="preset" className="tab-panel">
          <PresetForm onAdded={onAdded} />
        </TabPanel>
        <TabPanel id="import" className="tab-panel">
          <ImportForm onAdded={onAdded} />
        </TabPanel>
        <TabPanel id="file" className="tab-panel">
          <ProfileFileForm onAdded={onAdded} />
        </TabPanel>
        <TabPanel id="blank" className="tab-panel">
          <ServiceEditor
            start={{ service: blankService(), before: undefined }}
            snapshot={snapshot}
            onDone={onClose}
            onTouched={onTouched}
          />
        </TabPanel>
      </Tabs>
    </div>
  );
}

/** One more environment of a service that is in the file, or the first of a new one. */
function useStartFromDraft(): (draft: ProfileDraft) => Promise<EditorStart> {
  const calls = useCalls();
  return async (draft) => {
    const { text } = await calls['profiles.text']({ service: draft.service });
    const fresh = openedService(draftText(draft), true) ?? blankService();
    const [typed] = fresh.environments;
    const known = text === undefined ? undefined : openedService(text);
    const filled = typed === undefined ? [] : [{ ...typed, secrets: draftSecrets(draft) }];
    if (known === undefined) return { service: { ...fresh, environments: filled }, before: undefined };
    return { service: withColumns(known, filled), before: text };
  };
}
