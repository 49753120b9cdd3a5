import { useState } from 'react';
import type { Address, SecretMember } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { findEnvironment } from '../environments/find.ts';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/fields.tsx';
import { ErrorNote, Note } from '../ui/note.tsx';
import { CompactPicker } from './compact-picker.tsx';
import {
  unguarded,
  withEnvironment,
  withId,
  withMember,
  withoutEnvironment,
  withSecret,
} from './edited-service.ts';
import type { EditedService } from './edited-service.ts';
import { shownRows } from './member-rows.ts';
import type { MemberName, MemberRow } from './member-rows.ts';
import { ServiceTable } from './service-table.tsx';
import type { TableHandlers } from './service-table.tsx';
import { TrialSteps } from './trial-steps.tsx';
import { useGuardedSave } from './unguard-question.tsx';
import { useEditedService } from './use-edited-service.ts';
import type { EditorStart, ServiceEditing } from './use-edited-service.ts';

interface ServiceEditorProps {
  readonly start: EditorStart;
  /** The id of the environment that it was opened from. */
  readonly first?: string | undefined;
  readonly snapshot: Snapshot;
  readonly onDone: () => void;
  readonly onTouched: () => void;
}

/** All settings of a service: dev, beta and prod side by side, with only the differences typed. */
export function ServiceEditor({ start, first, snapshot, onDone, onTouched }: ServiceEditorProps) {
  const words = useWords().profiles.editor;
  const editing = useEditedService(start, onDone);
  const { service, save, test, trial, removed } = editing;
  const isGuarded = snapshot.settings.guard.on;
  const { submit, question } = useGuardedSave(save, isGuarded ? unguarded(start.service, service) : []);
  const [opened, setOpened] = useState<ReadonlySet<MemberName>>(new Set());
  const { shown, others } = shownRows(service, opened);
  const change: Change = (next) => {
    editing.change(next);
    onTouched();
  };
  return (
    <form
      className="editor-form"
      aria-label={words.table}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="editor-body">
        <ServiceNames service={service} onChange={change} />
        <p className="muted">{words.intro}</p>
        <ServiceTable
          service={service}
          rows={shown}
          first={first}
          problemOf={editing.problemOf}
          idProblemOf={editing.idProblemOf}
          missingOf={({ id }) => missingSecrets(snapshot, `${service.id}/${id}`)}
          tested={test.isPending ? trial?.key : undefined}
          {...changesOf(change)}
          onTest={(key) => {
            const column = service.environments.find((one) => one.key === key);
            if (column !== undefined) void test.run(column);
          }}
        />
        <MoreTools
          others={others}
          onEnvironment={() => change(withEnvironment)}
          onRow={(member) => setOpened(new Set([...opened, member]))}
        />
        {removed.length > 0 && (
          <Note tone="warning">
            <p className="note-message">{words.removes(removed)}</p>
          </Note>
        )}
        <TrialSteps run={test} trial={trial?.result} />
      </div>
      {question}
      <SaveBar save={save} />
    </form>
  );
}

function SaveBar({ save }: Pick<ServiceEditing, 'save'>) {
  const words = useWords().profiles.editor;
  return (
    <div className="editor-actions">
      <ErrorNote error={save.error} isAlert />
      <div className="form-actions form-actions-end">
        <Button type="submit" look="primary" isPending={save.isPending}>
          {words.save}
        </Button>
      </div>
    </div>
  );
}

function missingSecrets({ services }: Snapshot, address: Address): readonly SecretMember[] {
  return findEnvironment(services, address)?.environment.missingSecrets ?? [];
}

type Change = (next: (before: EditedService) => EditedService) => void;

function changesOf(change: Change): Omit<TableHandlers, 'onTest'> {
  return {
    onMember: (key, member, value) => change((before) => withMember(before, key, member, value)),
    onSecret: (key, member, value) => change((before) => withSecret(before, key, member, value)),
    onId: (key, id) => change((before) => withId(before, key, id)),
    onRemove: (key) => change((before) => withoutEnvironment(before, key)),
  };
}

/** No key of a picker may be empty. */
const MORE = 'more';

interface MoreToolsProps {
  /** The rows that are not shown. */
  readonly others: readonly MemberRow[];
  readonly onEnvironment: () => void;
  readonly onRow: (member: MemberName) => void;
}

function MoreTools({ others, onEnvironment, onRow }: MoreToolsProps) {
  const words = useWords().profiles.editor;
  return (
    <div className="form-actions">
      <Button icon="plus" onPress={onEnvironment}>
        {words.addEnvironment}
      </Button>
      <CompactPicker
        // A new one each time: it only ever chooses what comes next.
        key={others.length}
        label={words.moreRows}
        value={MORE}
        choices={[
          { value: MORE, label: words.moreRows },
          ...others.map(({ member }) => ({ value: member, label: member })),
        ]}
        onChange={(member) => {
          if (member !== MORE) onRow(member);
        }}
      />
    </div>
  );
}

interface ServiceNamesProps {
  readonly service: EditedService;
  readonly onChange: Change;
}

function ServiceNames({ service, onChange }: ServiceNamesProps) {
  const words = useWords().profiles;
  return (
    <div className="form-group-fields form-group-2">
      {service.isNew && (
        <Field
          label={words.editor.service}
          placeholder="salus"
          isCode
          isRequired
          value={service.id}
          problem={
            service.id === '' || /^[a-z0-9][a-z0-9-]*$/.test(service.id) ? undefined : words.problems.id
          }
          onChange={(id) => onChange((before) => ({ ...before, id }))}
        />
      )}
      <Field
        label={words.editor.name}
        placeholder={service.id}
        value={service.name}
        onChange={(name) => onChange((before) => ({ ...before, name }))}
      />
    </div>
  );
}
