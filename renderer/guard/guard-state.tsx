import type { EnvironmentView } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { Icon } from '../ui/icon.tsx';
import { LightButton } from '../ui/light-button.tsx';
import { durationText } from '../ui/time-text.ts';
import { useArmedSeconds, useGuard, useGuardKind } from './guard.tsx';

interface GuardProps {
  readonly environment: EnvironmentView;
}

/** How an environment of prod stands with its guard, and the button that changes it. Nothing where nothing guards it. */
export function GuardState({ environment }: GuardProps) {
  const words = useWords().guard;
  const { pass, disarm } = useGuard();
  const kind = useGuardKind(environment);
  const { address } = environment;
  if (kind === 'none') return null;
  const isArmed = kind === 'armed';
  return (
    <div className="guard-state" data-armed={isArmed}>
      <Icon name={isArmed ? 'lock-open' : 'lock'} />
      <span className="guard-words">{isArmed ? <ArmedFor environment={environment} /> : words.notArmed}</span>
      {isArmed ? (
        <LightButton look="plain" aria-label={words.disarmOf(address)} onClick={() => void disarm(address)}>
          {words.disarm}
        </LightButton>
      ) : (
        <LightButton look="plain" aria-label={words.armOf(address)} onClick={() => void pass(address, 'arm')}>
          {words.arm}
        </LightButton>
      )}
    </div>
  );
}

/** Beside the name of an environment: how long it is still open. That it is not shows on its copy button. */
export function GuardMark({ environment }: GuardProps) {
  const words = useWords().guard;
  const kind = useGuardKind(environment);
  if (kind === 'none') return null;
  if (kind === 'armed') {
    return (
      <span className="guard-mark">
        <Icon name="lock-open" size={14} />
        <span className="visually-hidden">{words.armedWord}</span>
        <ArmedTime environment={environment} />
      </span>
    );
  }
  return <span className="visually-hidden">{words.notArmed}</span>;
}

/** On its own, since it ticks. */
export function ArmedFor({ environment }: GuardProps) {
  const words = useWords().guard;
  return (
    <span>
      {words.armedWord}, <ArmedTime environment={environment} />
    </span>
  );
}

function ArmedTime({ environment }: GuardProps) {
  const seconds = useArmedSeconds(environment);
  return <span>{durationText(seconds * 1000)}</span>;
}
