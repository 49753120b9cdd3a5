import { useEffect, useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import type { ShownError } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { EditorDialog } from './editor-dialog.tsx';
import { openedService } from './edited-service.ts';
import { ServiceEditor } from './service-editor.tsx';
import type { EditorStart } from './use-edited-service.ts';

interface EditServiceDialogProps {
  readonly snapshot: Snapshot;
  /** The environment that it was opened from; its whole service is edited. */
  readonly address: Address;
  readonly onClose: () => void;
}

/** Edits a service that is in the profile file. */
export function EditServiceDialog({ snapshot, address, onClose }: EditServiceDialogProps) {
  const words = useWords().profiles.editor;
  const [service = '', environment] = address.split('/');
  const { start, error } = useStart(service);
  const [isTouched, setTouched] = useState(false);
  return (
    <EditorDialog title={words.title(service)} isTouched={isTouched} onClose={onClose}>
      {start === undefined && error === undefined && <p role="status">{words.loading}</p>}
      <ErrorNote error={error} isAlert />
      {start !== undefined && (
        <ServiceEditor
          start={start}
          first={environment}
          snapshot={snapshot}
          onDone={onClose}
          onTouched={() => setTouched(true)}
        />
      )}
    </EditorDialog>
  );
}

interface Opening {
  readonly start?: EditorStart;
  readonly error?: ShownError;
}

/** The service as it is in the file when the dialog opens. What changes there later is refused when it is saved. */
function useStart(service: string): Opening {
  const calls = useCalls();
  const [state, setState] = useState<Opening>({});
  useEffect(() => {
    let isStale = false;
    calls['profiles.text']({ service }).then(
      ({ text }) => {
        if (isStale) return;
        const opened = text === undefined ? undefined : openedService(text);
        setState(
          opened === undefined
            ? {
                error: {
                  code: 'address_unknown',
                  message: '',
                  title: ({ profiles }) => profiles.editor.gone,
                },
              }
            : { start: { service: opened, before: text } },
        );
      },
      (error: unknown) => {
        if (!isStale) setState({ error: errorViewOf(error) });
      },
    );
    return () => {
      isStale = true;
    };
  }, [calls, service]);
  return state;
}
