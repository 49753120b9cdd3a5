import type { EnvironmentView, Snapshot } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';
import { SecretForm } from './secret-form.tsx';

interface SecretsStepProps {
  readonly snapshot: Snapshot;
  readonly addresses: readonly string[];
  readonly onClose: () => void;
}

/** Asks for the secrets that new profiles still need. Each disappears when the vault has it. */
export function SecretsStep({ snapshot, addresses, onClose }: SecretsStepProps) {
  const words = useWords().profiles.secret;
  const waiting = environmentsOf(snapshot, addresses).filter(
    ({ missingSecrets }) => missingSecrets.length > 0,
  );
  const isDone = waiting.length === 0;
  return (
    <div className="form">
      <Note tone="info">
        <p className="note-message">{isDone ? words.usable(addresses) : words.stillMissing(addresses)}</p>
      </Note>
      {waiting.map(({ address, missingSecrets: [next] }, index) =>
        next === undefined ? null : (
          <section key={`${address} ${next}`} className="secret-step">
            <h3>{address}</h3>
            <SecretForm address={address} member={next} autoFocus={index === 0} />
          </section>
        ),
      )}
      <div className="form-actions form-actions-end">
        <Button look={isDone ? 'primary' : 'plain'} autoFocus={isDone} onPress={onClose}>
          {isDone ? words.done : words.later}
        </Button>
      </div>
    </div>
  );
}

function environmentsOf({ services }: Snapshot, addresses: readonly string[]): readonly EnvironmentView[] {
  return services
    .flatMap(({ environments }) => environments)
    .filter(({ address }) => addresses.includes(address));
}
