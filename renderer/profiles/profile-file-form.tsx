import { useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { ProfileProblem } from '../../shared/snapshot.ts';
import { pageError } from '../bridge/call-error.ts';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/fields.tsx';
import { ErrorNote, Note } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { ProblemList } from './problems-banner.tsx';
import { offsetOf } from './text-position.ts';
import { useAddProfiles } from './use-add-profiles.ts';
import { useCheckedText } from './use-checked-text.ts';
import type { CheckedText } from './use-checked-text.ts';

const SAMPLE = '{ "version": 1, "services": [ … ] }';
const MAX_BYTES = 1024 * 1024;

interface ProfileFileFormProps {
  readonly onAdded: (addresses: readonly string[]) => void;
}

/** Takes the text of a profile file, typed, pasted or from a file, and says what is wrong with it before it is saved. */
export function ProfileFileForm({ onAdded }: ProfileFileFormProps) {
  const words = useWords().profiles.file;
  const addProfiles = useAddProfiles();
  const [text, setText] = useState('');
  const area = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const checked = useCheckedText(text);
  const add = useAction(async () => onAdded(await addProfiles(text)));
  const read = useAction(async (file: File) => {
    if (file.size > MAX_BYTES) throw pageError('usage', ({ profiles }) => profiles.file.tooLarge);
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
      aria-label={words.label}
      onSubmit={(event) => {
        event.preventDefault();
        if (isGood) void add.run();
      }}
    >
      <Field
        label={words.label}
        help={words.help}
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
          <Button icon="upload">{words.open}</Button>
        </FileTrigger>
        <Button type="submit" look="primary" isDisabled={!isGood} isPending={add.isPending}>
          {words.add}
        </Button>
      </div>
    </form>
  );
}

interface CheckResultProps {
  readonly checked: CheckedText;
  readonly onGoTo?: (problem: ProfileProblem) => void;
}

/** What the host says of a profile file's text. */
export function CheckResult({ checked, onGoTo }: CheckResultProps) {
  const words = useWords().profiles.file;
  return (
    <div role="status" aria-label={words.check} className="check-result">
      {checked.kind === 'failed' && <ErrorNote error={checked.error} />}
      {checked.kind === 'checked' && checked.problems.length > 0 && (
        <Note tone="error">
          <p className="note-message">{words.toCorrect(checked.problems.length)}</p>
          <ProblemList problems={checked.problems} {...(onGoTo === undefined ? {} : { onGoTo })} />
        </Note>
      )}
      {checked.kind === 'checked' && checked.problems.length === 0 && (
        <Note tone="info">
          <p className="note-message">
            {checked.addresses.length === 0 ? words.noEnvironment : words.changes(checked.addresses)}
          </p>
        </Note>
      )}
    </div>
  );
}
