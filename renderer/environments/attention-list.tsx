import type { EnvironmentView } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { later } from '../ui/later.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { EnvironmentName } from './tier-mark.tsx';

const ChangedEndpoints = later(
  async () => (await import('../profiles/changed-endpoints.tsx')).ChangedEndpoints,
);
const MissingSecrets = later(async () => (await import('../profiles/missing-secrets.tsx')).MissingSecrets);

const needsAttention = ({ status, problem, missingSecrets }: EnvironmentView) =>
  status !== 'locked' && (problem !== undefined || missingSecrets.length > 0);

/** What a person has to know or do about a service's environments, across the whole width of its card. */
export function AttentionList({ environments }: { readonly environments: readonly EnvironmentView[] }) {
  const words = useWords().environments;
  const waiting = environments.filter(needsAttention);
  if (waiting.length === 0) return null;
  return (
    <ul className="attention" aria-label={words.needsAttention}>
      {waiting.map((environment) => (
        <li key={environment.address}>
          <EnvironmentName id={environment.id} tier={environment.tier} />
          <Reason environment={environment} />
        </li>
      ))}
    </ul>
  );
}

function Reason({ environment }: { readonly environment: EnvironmentView }) {
  const { address, status, problem, missingSecrets, endpointChanges } = environment;
  if (missingSecrets.length > 0) return <MissingSecrets address={address} members={missingSecrets} />;
  if (endpointChanges !== undefined)
    return <ChangedEndpoints environment={environment} changes={endpointChanges} />;
  return <ErrorNote error={problem} tone={status === 'sign_in_needed' ? 'warning' : 'error'} />;
}
