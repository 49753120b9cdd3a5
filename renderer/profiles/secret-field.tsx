import type { OwnSecretMember } from '../../shared/profile.ts';
import { useWords } from '../language/language.tsx';
import { Field } from '../ui/fields.tsx';
import { CompactPicker } from './compact-picker.tsx';
import { SECRET_PLACES } from './secret-entry.ts';
import type { SecretEntry } from './secret-entry.ts';

interface SecretFieldProps {
  readonly member: OwnSecretMember;
  readonly entry: SecretEntry;
  readonly problem: string | undefined;
  readonly onChange: (entry: SecretEntry) => void;
}

/** A secret, or where it is kept. What is typed for the vault stays in the memory of the page until it is saved. */
export function SecretField({ member, entry, problem, onChange }: SecretFieldProps) {
  const words = useWords().profiles.secret;
  const name = words.names[member];
  const { from, text } = entry;
  const isKey = member === 'private_key';
  return (
    <div className="secret-field">
      <Field
        label={name}
        help={from === 'vault' ? (isKey ? words.keyHelp : words.vaultHelp) : words.inputs[from]}
        isCode
        {...(from === 'vault' && isKey ? { rows: 4 } : {})}
        type={from === 'vault' && member !== 'username' ? 'password' : 'text'}
        value={text}
        problem={problem}
        onChange={(typed) => onChange({ from, text: typed })}
      />
      <CompactPicker
        label={words.kept(name)}
        value={from}
        choices={SECRET_PLACES.map((value) => ({
          value,
          label: words.places[value],
          help: words.placeHelp[value],
        }))}
        // What was typed for one place means nothing in another, and a secret must not end up in the file.
        onChange={(place) => onChange({ from: place, text: '' })}
      />
    </div>
  );
}
