import { useState } from 'react';
import type { Address, SecretMember } from '../../shared/profile.ts';
import { SECRET_NAMES } from './secret-names.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { SecretForm } from './secret-form.tsx';

interface MissingSecretsProps {
  readonly address: Address;
  readonly members: readonly SecretMember[];
}

/** The secrets that a profile still needs, one after the other, each set in place. */
export function MissingSecrets({ address, members }: MissingSecretsProps) {
  const [isOpen, setOpen] = useState(false);
  const [next] = members;
  if (next === undefined) return null;
  if (isOpen) {
    return (
      <SecretForm key={next} address={address} member={next} autoFocus onCancel={() => setOpen(false)} />
    );
  }
  return (
    <div className="missing-secrets">
      <span>
        <Icon name="warning" />
        {missingText(members)}
      </span>
      <Button aria-label={`Set ${nameOf(next)} of ${address}`} onPress={() => setOpen(true)}>
        Set {nameOf(next)}
      </Button>
    </div>
  );
}

const nameOf = (member: SecretMember) => SECRET_NAMES[member].toLowerCase();

function missingText(members: readonly SecretMember[]): string {
  const list = new Intl.ListFormat('en', { type: 'conjunction' }).format(members.map(nameOf));
  return `Needs its ${list}.`;
}
