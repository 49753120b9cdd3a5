import { useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { ProfileProblem } from '../../shared/snapshot.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/fields.tsx';
import { ErrorNote, Note } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { ProblemList } from './problems-banner.tsx';
import { offsetOf } from './text-position.ts';
import { useCheckedText } from './use-checked-text.ts';
import type { CheckedText } from './use-checked-text.ts';

const SAMPLE = '{ "version": 1, "services": [ … ] }';
const MAX_BYTES = 1024 * 1024;

interface ProfileFileFormProps {
  readonly onAdded: (addresses: readonly string[]) => void;
}

/** Takes the text of a profile file, typed, pasted or from a file, and says what is wrong with it before it is saved. */
export function ProfileFileForm({ onAdded }: ProfileFileFormProps) {
  const calls = useCalls();
  const [text, setText] = useState('');
  const area = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const checked = useCheckedText(text);
  const add = useAction(async () => onAdded((await calls['profiles.add']({ text })).addresses));
  const read = useAction(async (file: File) => {
    if (file.size > MAX_BYTES) throw new Error('The file is larger than 1 MB: that is no profile file.');
    setText(await file.text());
  });
  const isGood = checked.kind === 'checked' && checked.problems.length === 0 && checked.addresses.length > 0;

  const goTo = ({ line, column }: ProfileProblem) => {
    const offset = offsetOf(text, line, column);
    area.current?.focus();
    area.current?.setSelectionRange(offset, offset + 1);
  };

  return (
    <form
      className="form"
      aria-label="Profile file"
      onSubmit={(event) => {
        event.preventDefault();
        if (isGood) void add.run();
      }}
    >
      <Field
        label="Profile file"
        help="Paste the file here. It holds no secret; you are asked for those next."
        placeholder={SAMPLE}
        isCode
        rows={12}
        value={text}
        onChange={setText}
        inputRef={area}
      />
      <CheckResult checked={checked} onGoTo={goTo} />
      <ErrorNote error={read.error ?? add.error} isAlert />
      <div className="form-actions form-actions-spread">
        <FileTrigger
          acceptedFileTypes={['application/json', '.json']}
          onSelect={(files) => {
            const file = files?.[0];
            if (file !== undefined) void read.run(file);
          }}
        >
          <Button icon="upload">Open a file…</Button>
        </FileTrigger>
        <Button type="submit" look="primary" isDisabled={!isGood} isPending={add.isPending}>
          Add to profiles
        </Button>
      </div>
    </form>
  );
}

interface CheckResultProps {
  readonly checked: CheckedText;
  readonly onGoTo: (problem: ProfileProblem) => void;
}

function CheckResult({ checked, onGoTo }: CheckResultProps) {
  return (
    <div role="status" aria-label="Check of the profile file" className="check-result">
      {checked.kind === 'failed' && <ErrorNote error={checked.error} />}
      {checked.kind === 'checked' && checked.problems.length > 0 && (
        <Note tone="error">
          <p className="note-message">{problemCount(checked.problems.length)} to correct first:</p>
          <ProblemList problems={checked.problems} onGoTo={onGoTo} />
        </Note>
      )}
      {checked.kind === 'checked' && checked.problems.length === 0 && (
        <Note tone="info">
          <p className="note-message">{additionText(checked.addresses)}</p>
        </Note>
      )}
    </div>
  );
}

const problemCount = (count: number) => (count === 1 ? '1 problem' : `${count} problems`);

function additionText(addresses: readonly string[]): string {
  if (addresses.length === 0) return 'The file is well-formed but names no environment.';
  return `Adds or changes ${new Intl.ListFormat('en').format(addresses)}.`;
}
