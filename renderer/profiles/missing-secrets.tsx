import { useState } from 'react';
import type { Address, SecretMember } from '../../shared/profile.ts';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { SecretForm } from './secret-form.tsx';

interface MissingSecretsProps {
  readonly address: Address;
  readonly members: readonly SecretMember[];
}

/** The secrets that a profile still needs, one after the other, each set in place. */
export function MissingSecrets({ address, members }: MissingSecretsProps) {
  const words = useWords().profiles.secret;
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
        {words.needs(members.map((member) => words.inText[member]))}
      </span>
      <Button aria-label={words.setOf(words.inText[next], address)} onPress={() => setOpen(true)}>
        {words.set(words.inText[next])}
      </Button>
    </div>
  );
}
