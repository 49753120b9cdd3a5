import { useState } from 'react';
import type { OwnSecretMember } from '../../shared/profile.ts';
import { useWords } from '../language/language.tsx';
import { CellInput } from './cell-input.tsx';
import { CompactPicker } from './compact-picker.tsx';
import { DEFAULTS } from './edited-service.ts';
import type { EditedColumn, EditedService } from './edited-service.ts';
import { valueText } from './member-rows.ts';
import type { MemberRow } from './member-rows.ts';
import { SecretCell } from './secret-cell.tsx';

export interface MemberCellProps {
  readonly row: MemberRow;
  readonly service: EditedService;
  readonly column: EditedColumn;
  /** The accessible name: which setting of which environment. */
  readonly label: string;
  readonly problem: string | undefined;
  /** The vault has no such secret of this environment. */
  readonly isMissing: boolean;
  readonly onChange: (value: unknown) => void;
  readonly onSecret: (member: OwnSecretMember, value: string) => void;
}

/** One setting of one environment. Empty, it shows what is inherited. */
export function MemberCell(props: MemberCellProps) {
  const { row } = props;
  switch (row.kind) {
    case 'text':
    case 'url':
      return <TextCell {...props} />;
    case 'json':
      return <JsonCell {...props} />;
    case 'choice':
      return <ChoiceCell {...props} values={row.choices} read={(text) => text} />;
    case 'flag':
      return <ChoiceCell {...props} values={['true', 'false']} read={(text) => text === 'true'} />;
    case 'secret':
      return <SecretCell {...props} member={row.member} />;
  }
}

function inheritedText({ row, service, column }: MemberCellProps): string {
  return column.key === DEFAULTS ? '' : valueText(service.defaults.members[row.member]);
}

function TextCell(props: MemberCellProps) {
  const { row, column, label, problem, onChange } = props;
  return (
    <CellInput
      label={label}
      value={valueText(column.members[row.member])}
      placeholder={inheritedText(props)}
      problem={problem}
      onChange={(text) => onChange(text === '' ? undefined : text)}
    />
  );
}

/** Keeps what is typed as it is typed; while it is no JSON, the text itself stands in the profile and is refused there. */
function JsonCell(props: MemberCellProps) {
  const { row, column, label, problem, onChange } = props;
  const [text, setText] = useState(valueText(column.members[row.member]));
  return (
    <CellInput
      label={label}
      value={text}
      placeholder={inheritedText(props)}
      problem={problem}
      onChange={(typed) => {
        setText(typed);
        onChange(typed.trim() === '' ? undefined : parsed(typed));
      }}
    />
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

interface ChoiceCellProps extends MemberCellProps {
  readonly values: readonly string[];
  readonly read: (text: string) => unknown;
}

/** No key of a picker may be empty. */
const NOTHING = 'nothing';

function ChoiceCell(props: ChoiceCellProps) {
  const words = useWords().profiles.editor;
  const { row, column, label, problem, values, read, onChange } = props;
  const own = column.members[row.member];
  const inherited = inheritedText(props);
  const nameOf = (text: string) =>
    text === 'true' ? words.yes : text === 'false' ? words.no : shortName(text);
  return (
    <>
      <CompactPicker
        label={label}
        value={own === undefined ? NOTHING : valueText(own)}
        isFaint={own === undefined}
        isInvalid={problem !== undefined}
        choices={[
          {
            value: NOTHING,
            label: inherited === '' ? words.fobDefault : words.inherited(nameOf(inherited)),
          },
          ...values.map((value) => ({ value, label: nameOf(value) })),
        ]}
        onChange={(text) => onChange(text === NOTHING ? undefined : read(text))}
      />
      {problem !== undefined && <p className="field-problem">{problem}</p>}
    </>
  );
}

const shortName = (text: string) => text.replace(/^urn:ietf:params:oauth:grant-type:/, '');
