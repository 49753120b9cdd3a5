import { useState } from 'react';
import type { Trial } from '../../shared/editor-view.ts';
import type { Address } from '../../shared/profile.ts';
import { callError, errorViewOf, pageError } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { useAction } from '../ui/use-action.ts';
import type { Action } from '../ui/use-action.ts';
import { editedText, secretWrites, wrongIds } from './edited-service.ts';
import type { EditedColumn, EditedService } from './edited-service.ts';
import { MEMBER_ROWS } from './member-rows.ts';
import { useCheckedText } from './use-checked-text.ts';
import { useUndo } from './use-undo.ts';

/** A service of the file to begin with; without `before` it is a new one. */
export interface EditorStart {
  readonly service: EditedService;
  readonly before: string | undefined;
}

export interface ServiceEditing {
  readonly service: EditedService;
  readonly change: (next: (before: EditedService) => EditedService) => void;
  /** What is wrong with a cell: at once with what was typed, after the first attempt with what is missing. */
  readonly problemOf: (column: EditedColumn, member: string) => string | undefined;
  readonly idProblemOf: (column: EditedColumn) => string | undefined;
  /** What was in the file and will not be any more. */
  readonly removed: readonly Address[];
  readonly save: Action<[]>;
  readonly test: Action<[EditedColumn]>;
  /** The last one, and the column it is about. */
  readonly trial: { readonly key: string; readonly result?: Trial } | undefined;
}

export function useEditedService(start: EditorStart, onDone: () => void): ServiceEditing {
  const words = useWords().profiles;
  const [service, setService] = useState(start.service);
  const [wasTried, setTried] = useState(false);
  const checked = useCheckedText(editedText(service));
  const problems = checked.kind === 'checked' ? checked.problems : [];
  const wrong = wrongIds(service);
  const removed = removedAddresses(start, service);
  const save = useSaveService(start, service, () => setTried(true), onDone);
  return {
    service,
    change: setService,
    removed,
    save,
    ...useTrial(service),
    idProblemOf: ({ key, id }) =>
      wrong.has(key) && (id !== '' || wasTried) ? words.problems.environment : undefined,
    problemOf: (column, member) => {
      if (column.members[member] === undefined && !wasTried) return undefined;
      if (isUnreadable(column, member)) return words.problems.json;
      const address = column.id === '' ? service.id : `${service.id}/${column.id}`;
      return problems.find((problem) => problem.address === address && problem.member === member)?.message;
    },
  };
}

/** A text stands where an object was begun to be typed. */
function isUnreadable({ members }: EditedColumn, member: string): boolean {
  const row = MEMBER_ROWS.find((known) => known.member === member);
  return row?.kind === 'json' && typeof members[member] === 'string';
}

function removedAddresses({ service: first }: EditorStart, now: EditedService): readonly Address[] {
  const left = now.environments.map(({ key }) => key);
  return first.environments
    .filter(({ key, isNew }) => !isNew && !left.includes(key))
    .map(({ id }): Address => `${first.id}/${id}`);
}

function useSaveService(
  start: EditorStart,
  service: EditedService,
  onTried: () => void,
  onDone: () => void,
): Action<[]> {
  const calls = useCalls();
  const undo = useUndo();
  const words = useWords().profiles;
  // What is in the file: after a save whose secrets were refused, that is what was saved.
  const [stored, setStored] = useState(start.before);
  return useAction(async () => {
    onTried();
    const text = editedText(service);
    const { problems } = await calls['profiles.check']({ text });
    const wrong = wrongIds(service).size;
    if (service.environments.length === 0)
      throw pageError('profile_invalid', ({ profiles }) => profiles.problems.noEnvironment);
    if (problems[0] !== undefined) throw callError({ code: 'profile_invalid', message: problems[0].message });
    if (wrong > 0) throw pageError('profile_invalid', ({ profiles }) => profiles.editor.toCorrect(wrong));
    const { removed } = await calls['profiles.save']({ service: service.id, before: stored, text });
    setStored((await calls['profiles.text']({ service: service.id })).text);
    for (const write of secretWrites(service))
      await calls['secrets.set'](write).catch((error: unknown) => {
        throw callError({ ...errorViewOf(error), title: ({ profiles }) => profiles.editor.notSet });
      });
    const undone = removed.length === 0 ? words.undo.undone : words.undo.undoneWithoutSecrets;
    await undo.offer(new Map([[service.id, start.before]]), words.undo.saved(service.id), undone);
    onDone();
  });
}

function useTrial(service: EditedService): Pick<ServiceEditing, 'test' | 'trial'> {
  const calls = useCalls();
  const [trial, setTrial] = useState<ServiceEditing['trial']>();
  const test = useAction(async ({ key, secrets }: EditedColumn) => {
    setTrial({ key });
    const result = await calls['profiles.test']({ text: editedText(service, key), secrets });
    setTrial({ key, result });
  });
  return { test, trial };
}
