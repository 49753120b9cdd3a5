import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useHost } from '../bridge/host-context.tsx';
import { ModalDialog } from '../ui/dialog.tsx';
import { PresetForm } from './preset-form.tsx';
import { ProfileFileForm } from './profile-file-form.tsx';
import { ProfileForm } from './profile-form.tsx';
import { SecretsStep } from './secrets-step.tsx';

interface AddProfileDialogProps {
  readonly snapshot: Snapshot;
  readonly onClose: () => void;
}

/** Adds profiles by a form, a preset or a profile file, then asks for the secrets that they need. */
export function AddProfileDialog({ snapshot, onClose }: AddProfileDialogProps) {
  const { snapshots } = useHost();
  const [added, setAdded] = useState<readonly string[]>();
  const onAdded = async (addresses: readonly string[]) => {
    await snapshots.refresh(); // the next step reads from the snapshot what is missing
    setAdded(addresses);
  };
  return (
    <ModalDialog title={added === undefined ? 'Add a profile' : 'Set its secrets'} isOpen onClose={onClose}>
      {added === undefined ? (
        <Tabs className="tabs">
          <TabList className="tab-list" aria-label="How to add">
            <Tab id="form" className="tab">
              Form
            </Tab>
            <Tab id="preset" className="tab">
              Known service
            </Tab>
            <Tab id="file" className="tab">
              Profile file
            </Tab>
          </TabList>
          <TabPanel id="form" className="tab-panel">
            <ProfileForm onAdded={(addresses) => void onAdded(addresses)} />
          </TabPanel>
          <TabPanel id="preset" className="tab-panel">
            <PresetForm onAdded={(addresses) => void onAdded(addresses)} />
          </TabPanel>
          <TabPanel id="file" className="tab-panel">
            <ProfileFileForm onAdded={(addresses) => void onAdded(addresses)} />
          </TabPanel>
        </Tabs>
      ) : (
        <SecretsStep snapshot={snapshot} addresses={added} onClose={onClose} />
      )}
    </ModalDialog>
  );
}
