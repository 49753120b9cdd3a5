import type { EnvironmentView, Snapshot } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { useTicking } from '../ui/clock.ts';
import { Icon } from '../ui/icon.tsx';
import { LightButton } from '../ui/light-button.tsx';
import { armedLeft } from './armed.ts';
import { ArmedFor } from './guard-state.tsx';
import { useGuard } from './guard.tsx';

/** Above every view for as long as something of prod is armed: what, for how long, and the way to close it. */
export function ArmedBar({ snapshot }: { readonly snapshot: Snapshot }) {
  const words = useWords().guard;
  const guarded = snapshot.services.flatMap(({ environments }) =>
    environments.filter(({ guard }) => guard?.armedUntil !== undefined),
  );
  const addresses = useTicking((now) =>
    guarded
      .filter((environment) => armedLeft(environment, now) > 0)
      .map(({ address }) => address)
      .join(', '),
  );
  const armed = guarded.filter(({ address }) => addresses.split(', ').includes(address));
  return (
    <>
      {/* Says when one comes or goes, and not each second. */}
      <p className="visually-hidden" role="status" aria-label={words.status}>
        {addresses === '' ? '' : words.armedNow(addresses)}
      </p>
      {armed.length > 0 && (
        <aside aria-label={words.status}>
          <ul className="armed-bar">
            {armed.map((environment) => (
              <ArmedItem key={environment.address} environment={environment} />
            ))}
          </ul>
        </aside>
      )}
    </>
  );
}

function ArmedItem({ environment }: { readonly environment: EnvironmentView }) {
  const words = useWords().guard;
  const { disarm } = useGuard();
  const { address } = environment;
  return (
    <li className="armed-item">
      <Icon name="lock-open" size={14} />
      <bdi className="armed-address">{address}</bdi>
      <ArmedFor environment={environment} />
      <LightButton aria-label={words.disarmOf(address)} onClick={() => void disarm(address)}>
        {words.disarmShort}
      </LightButton>
    </li>
  );
}
