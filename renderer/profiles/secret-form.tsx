import { useState } from 'react';
import type { Address, SecretMember } from '../../shared/profile.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/fields.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useNotify } from '../ui/notify.tsx';
import { useAction } from '../ui/use-action.ts';
import { SECRET_NAMES } from './secret-names.ts';

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
  const [value, setValue] = useState('');
  const isKey = member === 'private_key' || member === 'tls.key';
  const save = useAction((secret: string) => calls['secrets.set']({ address, member, value: secret }));

  const submit = async () => {
    if (value === '' || save.isPending) return;
    setValue('');
    if (await save.run(value))
      notify({ kind: 'done', message: `${SECRET_NAMES[member]} of ${address} saved` });
  };

  return (
    <form
      className="secret-form"
      aria-label={`${SECRET_NAMES[member]} of ${address}`}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field
        label={SECRET_NAMES[member]}
        type={member === 'username' ? 'text' : 'password'}
        {...(isKey ? { rows: 4, help: 'PEM text, a JWK, or a PKCS #12 file as base64.' } : {})}
        isCode
        autoFocus={autoFocus}
        value={value}
        onChange={setValue}
      />
      <div className="form-actions">
        <Button type="submit" look="primary" isDisabled={value === ''} isPending={save.isPending}>
          Save in vault
        </Button>
        {onCancel !== undefined && <Button onPress={onCancel}>Cancel</Button>}
      </div>
      <ErrorNote error={save.error} isAlert />
    </form>
  );
}
