import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { ImportView } from '../../shared/import-view.ts';
import { pageError } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/fields.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { ImportFound } from './import-found.tsx';

interface ImportFormProps {
  readonly onAdded: (addresses: readonly string[]) => void;
}

interface GivenFile {
  readonly name?: string;
  readonly text: string;
}

/** The limit of the host. */
const MAX_CHARACTERS = 5 * 1024 * 1024;

/** Takes what another program wrote, and shows what is in it before anything is saved. */
export function ImportForm({ onAdded }: ImportFormProps) {
  const calls = useCalls();
  const words = useWords().profiles.import;
  const [text, setText] = useState('');
  const [found, setFound] = useState<ImportView>();
  const look = useAction(async (files: readonly GivenFile[]) => {
    const size = files.reduce((sum, file) => sum + file.text.length, 0);
    if (size > MAX_CHARACTERS) throw pageError('usage', ({ profiles }) => profiles.import.tooLarge);
    setFound(await calls['profiles.import']({ files: [...files] }));
  });
  const lookAtFiles = async (files: readonly File[]) => {
    if (files.length > 0) await look.run(await Promise.all(files.map(read)));
  };
  if (found !== undefined)
    return <ImportFound found={found} onAgain={() => setFound(undefined)} onAdded={onAdded} />;
  return (
    <form
      className="editor-form"
      aria-label={words.label}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') void look.run([{ text }]);
      }}
    >
      <DropArea onFiles={(files) => void lookAtFiles(files)} />
      <Field
        label={words.text}
        help={words.help}
        placeholder={words.placeholder}
        isCode
        rows={8}
        value={text}
        onChange={setText}
      />
      <div className="editor-actions">
        <ErrorNote error={look.error} isAlert />
        <div className="form-actions form-actions-end">
          <Button type="submit" look="primary" isDisabled={text.trim() === ''} isPending={look.isPending}>
            {words.look}
          </Button>
        </div>
      </div>
    </form>
  );
}

const read = async (file: File): Promise<GivenFile> => ({ name: file.name, text: await file.text() });

/** Takes files that are dropped on it, or chosen. */
function DropArea({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const words = useWords().profiles.import;
  const [isOver, setOver] = useState(false);
  return (
    <div
      className="drop-zone"
      data-drop-target={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <span>{words.drop}</span>
      <FileTrigger allowsMultiple onSelect={(files) => onFiles([...(files ?? [])])}>
        <Button icon="upload">{words.choose}</Button>
      </FileTrigger>
    </div>
  );
}
