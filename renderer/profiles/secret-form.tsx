import { useState } from 'react';
import type { Address, SecretMember } from '../../shared/profile.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/fields.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useNotify } from '../ui/notify.tsx';
import { useAction } from '../ui/use-action.ts';

interface SecretFormProps {
  readonly address: Address;
  readonly member: SecretMember;
  readonly autoFocus?: boolean;
  readonly onCancel?: () => void;
}

/** Takes one secret and hands it to the vault. The field is emptied the moment it is sent, whatever the answer. */
export function SecretForm({ address, member, autoFocus = false, onCancel }: SecretFormProps) {
  const calls = useCalls();
  const notify = useNotify();
  const words = useWords().profiles.secret;
  const name = words.names[member];
  const [value, setValue] = useState('');
  const isKey = member === 'private_key' || member === 'tls.key';
  const save = useAction((secret: string) => calls['secrets.set']({ address, member, value: secret }));

  const submit = async () => {
    if (value === '' || save.isPending) return;
    setValue('');
    if (await save.run(value)) notify({ kind: 'done', message: words.saved(name, address) });
  };

  return (
    <form
      className="secret-form"
      aria-label={words.of(name, address)}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field
        label={name}
        type={member === 'username' ? 'text' : 'password'}
        {...(isKey ? { rows: 4, help: words.keyHelp } : {})}
        isCode
        autoFocus={autoFocus}
        value={value}
        onChange={setValue}
      />
      <div className="form-actions">
        <Button type="submit" look="primary" isDisabled={value === ''} isPending={save.isPending}>
          {words.saveInVault}
        </Button>
        {onCancel !== undefined && <Button onPress={onCancel}>{words.cancel}</Button>}
      </div>
      <ErrorNote error={save.error} isAlert />
    </form>
  );
}
