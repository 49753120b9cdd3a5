import type { OwnSecretMember } from '../../shared/profile.ts';
import { useWords } from '../language/language.tsx';
import type { Words } from '../language/words.ts';
import { CellInput } from './cell-input.tsx';
import { CompactPicker } from './compact-picker.tsx';
import { DEFAULTS, effective } from './edited-service.ts';
import type { EditedColumn, EditedService } from './edited-service.ts';
import { needs } from './member-rows.ts';
import { entryOfReference, IN_VAULT, referenceOfEntry, SECRET_PLACES } from './secret-entry.ts';
import type { SecretEntry, SecretPlace } from './secret-entry.ts';

/** No key of a picker may be empty. */
const INHERITED = 'inherited';

interface SecretCellProps {
  readonly member: OwnSecretMember;
  readonly service: EditedService;
  readonly column: EditedColumn;
  readonly label: string;
  readonly problem: string | undefined;
  readonly isMissing: boolean;
  readonly onChange: (value: unknown) => void;
  readonly onSecret: (member: OwnSecretMember, value: string) => void;
}

/** Where a secret of one environment is kept; for the vault, the secret itself goes in beside it. */
export function SecretCell(props: SecretCellProps) {
  const { member, service, column, label, problem, isMissing, onChange, onSecret } = props;
  const words = useWords().profiles;
  const own = entryOfReference(column.members[member]);
  const isDefaults = column.key === DEFAULTS;
  const inEffect =
    entryOfReference(effective(service, column, member)) ??
    (!isDefaults && needs(service, column, member) ? IN_VAULT : undefined);
  const choose = (place: SecretPlace | typeof INHERITED) => {
    // What was typed for one place means nothing in another, and a secret must not end up in the file.
    onSecret(member, '');
    onChange(place === INHERITED ? undefined : referenceOfEntry({ from: place, text: '' }));
  };
  return (
    <div className="secret-cell">
      <CompactPicker
        label={words.secret.kept(label)}
        value={own?.from ?? INHERITED}
        isFaint={own === undefined}
        choices={[
          {
            value: INHERITED,
            label: noneText(props, inEffect, words),
          },
          ...SECRET_PLACES.map((value) => ({
            value,
            label: words.secret.places[value],
            help: words.secret.placeHelp[value],
          })),
        ]}
        onChange={choose}
      />
      {own !== undefined && own.from !== 'vault' && (
        <CellInput
          label={`${label}: ${words.secret.inputs[own.from]}`}
          value={own.text}
          placeholder={words.secret.inputs[own.from]}
          problem={problem}
          onChange={(text) => onChange(referenceOfEntry({ from: own.from, text }))}
        />
      )}
      {inEffect?.from === 'vault' && isDefaults && <p className="muted">{words.editor.secretEach}</p>}
      {inEffect?.from === 'vault' && !isDefaults && (
        <CellInput
          label={label}
          type={member === 'username' ? 'text' : 'password'}
          value={column.secrets[member] ?? ''}
          placeholder={isMissing ? words.editor.secretMissing : words.editor.secretKept}
          problem={problem}
          onChange={(text) => onSecret(member, text)}
        />
      )}
    </div>
  );
}

/** What it means that nothing is written here. */
function noneText(
  { member, service, column }: SecretCellProps,
  inEffect: SecretEntry | undefined,
  { editor, secret }: Words['profiles'],
): string {
  if (column.key === DEFAULTS) return editor.fobDefault;
  if (column.members[member] !== undefined) return editor.asForAll;
  if (inEffect === undefined) return editor.fobDefault;
  const place = secret.places[inEffect.from];
  return service.defaults.members[member] === undefined ? editor.usual(place) : editor.inherited(place);
}
