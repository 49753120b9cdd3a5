import type { EnvironmentView } from '../../shared/snapshot.ts';
import { useGuardKind } from '../guard/guard.tsx';
import { useWords } from '../language/language.tsx';
import { signInNeed } from '../sessions/sign-in-need.ts';
import { useTicking } from '../ui/clock.ts';
import { LightButton } from '../ui/light-button.tsx';
import { CopyButtons } from './copy-buttons.tsx';
import type { CopyButtonsProps } from './copy-buttons.tsx';

interface MainActionProps extends Omit<CopyButtonsProps, 'address'> {
  readonly environment: EnvironmentView;
  readonly onSignIn: (environment: EnvironmentView) => void;
}

/**
 * What a person most likely wants of an environment: its token, or the sign-in that leads to one. A token that runs out
 * makes room for the sign-in.
 */
export function MainAction({ environment, onSignIn, ...copying }: MainActionProps) {
  const words = useWords().environments.signIn;
  const { address } = environment;
  const need = useTicking((now) => signInNeed(environment, now));
  const isGuarded = useGuardKind(environment) === 'unarmed';
  if (need === 'none') return <CopyButtons address={address} isGuarded={isGuarded} {...copying} />;
  const { statusId, isDisabled, excludeFromTabOrder = false } = copying;
  return (
    <LightButton
      look="primary"
      icon="person"
      className="sign-in-button"
      isDisabled={isDisabled}
      excludeFromTabOrder={excludeFromTabOrder}
      aria-label={need === 'begin' ? words.beginTo(address) : words.goOnTo(address)}
      aria-describedby={statusId}
      data-copy={address}
      onClick={() => onSignIn(environment)}
    >
      {need === 'begin' ? words.begin : words.goOn}
    </LightButton>
  );
}
