import { useState } from 'react';
import type { ImportSaved, ImportView } from '../../shared/import-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/fields.tsx';
import { ErrorNote, Note } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { visibleText } from '../ui/visible-text.ts';
import { CheckResult } from './profile-file-form.tsx';
import { useCheckedText } from './use-checked-text.ts';
import { serviceIds, useUndo } from './use-undo.ts';

interface ImportFoundProps {
  readonly found: ImportView;
  readonly onAgain: () => void;
  readonly onAdded: (addresses: readonly string[]) => void;
}

/** What is in an import: profiles to look over and change, where secrets were, and what could not be taken. */
export function ImportFound({ found, onAgain, onAdded }: ImportFoundProps) {
  const calls = useCalls();
  const all = useWords().profiles;
  const words = all.import;
  const undo = useUndo();
  const [text, setText] = useState(found.text);
  const [saved, setSaved] = useState<ImportSaved>();
  const checked = useCheckedText(text);
  const isGood = checked.kind === 'checked' && checked.problems.length === 0 && checked.addresses.length > 0;
  const save = useAction(async () => {
    const before = await undo.before(serviceIds(text));
    const replace = found.existing.length > 0;
    const answer = await calls['profiles.importSave']({ id: found.id, text, replace });
    await undo.offer(before, all.undo.added(answer.addresses));
    if (answer.refused.length === 0) onAdded(answer.addresses);
    else setSaved(answer);
  });
  if (saved !== undefined) return <Refused saved={saved} onDone={() => onAdded(saved.addresses)} />;
  return (
    <form
      className="editor-form"
      aria-label={words.found}
      onSubmit={(event) => {
        event.preventDefault();
        if (isGood) void save.run();
      }}
    >
      <h3>{words.found}</h3>
      <p>{visibleText(words.taken(found.formats))}</p>
      <p>{found.addresses.length === 0 ? words.none : visibleText(words.profiles(found.addresses))}</p>
      {found.existing.length > 0 && (
        <Note tone="warning">
          <p className="note-message">{visibleText(words.replaces(found.existing))}</p>
        </Note>
      )}
      <Listed
        title={words.secrets}
        items={found.secrets.map(({ address, member }) => all.secret.of(all.secret.names[member], address))}
      />
      <Listed
        title={words.notes}
        items={found.notes.map(({ address, message }) =>
          address === undefined ? message : `${address}: ${message}`,
        )}
      />
      <Field label={words.edit} isCode rows={10} value={text} onChange={setText} />
      <CheckResult checked={checked} />
      <div className="editor-actions">
        <ErrorNote error={save.error} isAlert />
        <div className="form-actions form-actions-end">
          <Button onPress={onAgain}>{words.again}</Button>
          <Button type="submit" look="primary" isDisabled={!isGood} isPending={save.isPending}>
            {words.save}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** Saved, but for some of its secrets. */
function Refused({ saved, onDone }: { readonly saved: ImportSaved; readonly onDone: () => void }) {
  const words = useWords().profiles;
  return (
    <>
      {saved.refused.map(({ address, member, problem }) => {
        const what = words.secret.of(words.secret.names[member], address);
        const message = `${words.import.refused} ${what}. ${problem.message}`;
        return <ErrorNote key={`${address} ${member}`} isAlert error={{ ...problem, message }} />;
      })}
      <div className="form-actions form-actions-end">
        <Button look="primary" autoFocus onPress={onDone}>
          {words.secret.done}
        </Button>
      </div>
    </>
  );
}

function Listed({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <section className="import-list" aria-label={title}>
      <h4>{title}</h4>
      <ul>
        {items.map((item) => (
          <li key={item}>{visibleText(item)}</li>
        ))}
      </ul>
    </section>
  );
}
