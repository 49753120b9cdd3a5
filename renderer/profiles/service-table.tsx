import { Fragment, useState } from 'react';
import type { OwnSecretMember, SecretMember, Tier } from '../../shared/profile.ts';
import { useWords } from '../language/language.tsx';
import type { Words } from '../language/words.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { CellInput } from './cell-input.tsx';
import { CompactPicker } from './compact-picker.tsx';
import { columnsOf, DEFAULTS, tierOf } from './edited-service.ts';
import type { EditedColumn, EditedService } from './edited-service.ts';
import { MemberCell } from './member-cell.tsx';
import type { MemberRow } from './member-rows.ts';
import { TIER_CHOICES } from './profile-form-fields.tsx';

export interface TableHandlers {
  readonly onMember: (key: string, member: string, value: unknown) => void;
  readonly onSecret: (key: string, member: OwnSecretMember, value: string) => void;
  readonly onId: (key: string, id: string) => void;
  readonly onRemove: (key: string) => void;
  readonly onTest: (key: string) => void;
}

interface ServiceTableProps extends TableHandlers {
  readonly service: EditedService;
  readonly rows: readonly MemberRow[];
  readonly problemOf: (column: EditedColumn, member: string) => string | undefined;
  readonly idProblemOf: (column: EditedColumn) => string | undefined;
  /** What the vault lacks of an environment. */
  readonly missingOf: (column: EditedColumn) => readonly SecretMember[];
  /** The column that is being tested. */
  readonly tested: string | undefined;
  /** The id of the environment that is shown first where there is room for one. */
  readonly first: string | undefined;
}

/**
 * The settings of a service as rows, its defaults and environments as columns, with only the differences typed. Where there
 * is no room for all of them, one column at a time.
 */
export function ServiceTable(props: ServiceTableProps) {
  const { service, rows, first } = props;
  const words = useWords().profiles.editor;
  const hasRoom = useMediaQuery('(min-width: 48rem)');
  const [chosen, setChosen] = useState<string>();
  const columns = columnsOf(service);
  const single =
    columns.find(({ key }) => key === chosen) ??
    columns.find(({ key, id }) => key !== DEFAULTS && id === first) ??
    columns[1] ??
    service.defaults;
  const shown = hasRoom ? columns : [single];
  return (
    <>
      {!hasRoom && (
        <CompactPicker
          label={words.shown}
          value={single.key}
          choices={columns.map((column) => ({ value: column.key, label: nameOf(column, words) }))}
          onChange={setChosen}
        />
      )}
      <div className="service-table-scroll">
        <table className="service-table" aria-label={words.table} data-single={!hasRoom}>
          <thead>
            <tr>
              <th scope="col">{words.member}</th>
              {shown.map((column) => (
                <th key={column.key} scope="col">
                  <ColumnHead {...props} column={column} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.member}>
                <th scope="row">
                  <code>
                    <Breakable name={row.member} />
                  </code>
                </th>
                {shown.map((column) => (
                  <td key={column.key}>
                    <Cell {...props} row={row} column={column} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** A long name, with the places where it may go on in the next line. */
function Breakable({ name }: { readonly name: string }) {
  return name.split(/(?<=_)/).map((part) => (
    <Fragment key={part}>
      {part}
      <wbr />
    </Fragment>
  ));
}

function nameOf({ key, id }: EditedColumn, words: Words['profiles']['editor']): string {
  if (key === DEFAULTS) return words.defaults;
  return id === '' ? words.unnamed : id;
}

function Cell(props: ServiceTableProps & { readonly row: MemberRow; readonly column: EditedColumn }) {
  const { service, row, column, problemOf, missingOf, onMember, onSecret } = props;
  const words = useWords().profiles.editor;
  const { member } = row;
  return (
    <MemberCell
      row={row}
      service={service}
      column={column}
      label={words.cell(member, nameOf(column, words))}
      problem={problemOf(column, member)}
      isMissing={column.isNew || missingOf(column).some((missing) => missing === member)}
      onChange={(value) => onMember(column.key, member, value)}
      onSecret={(secret, value) => onSecret(column.key, secret, value)}
    />
  );
}

function ColumnHead(props: ServiceTableProps & { readonly column: EditedColumn }) {
  const { service, column, idProblemOf, tested, onId, onMember, onRemove, onTest } = props;
  const words = useWords().profiles.editor;
  const name = nameOf(column, words);
  if (column.key === DEFAULTS) return <span className="column-name">{name}</span>;
  return (
    <div className="column-head">
      {column.isNew ? (
        <CellInput
          label={words.environmentOf(column.id)}
          value={column.id}
          placeholder={words.environment}
          problem={idProblemOf(column)}
          onChange={(id) => onId(column.key, id)}
        />
      ) : (
        <span className="column-name">{name}</span>
      )}
      <div className="column-tools">
        <CompactPicker<Tier>
          label={words.tierOf(name)}
          value={tierOf(service, column)}
          choices={TIER_CHOICES}
          onChange={(tier) => onMember(column.key, 'tier', tier)}
        />
        <Button
          aria-label={words.test(name)}
          isPending={tested === column.key}
          onPress={() => onTest(column.key)}
        >
          {words.testShort}
        </Button>
        <IconButton
          icon="trash"
          label={words.removeEnvironment(column.id)}
          onPress={() => onRemove(column.key)}
        />
      </div>
    </div>
  );
}
