import type { EnvironmentView } from '../../shared/snapshot.ts';
import { isInteractive, signInNeed } from '../sessions/sign-in-need.ts';
import { Button } from '../ui/button.tsx';
import { useNow } from '../ui/clock.ts';
import { CopyButtons } from './copy-buttons.tsx';
import type { CopyButtonsProps } from './copy-buttons.tsx';

interface MainActionProps extends Omit<CopyButtonsProps, 'address'> {
  readonly environment: EnvironmentView;
  readonly onSignIn: (environment: EnvironmentView) => void;
}

/** What a person most likely wants of an environment: its token, or the sign-in that leads to one. */
export function MainAction({ environment, onSignIn, ...copying }: MainActionProps) {
  const { address, signIn } = environment;
  if (!isInteractive(environment) && signIn === undefined)
    return <CopyButtons address={address} {...copying} />;
  return <SignInOrCopy environment={environment} onSignIn={onSignIn} {...copying} />;
}

/** On its own, since it ticks: a token that runs out makes room for the sign-in. */
function SignInOrCopy({ environment, onSignIn, ...copying }: MainActionProps) {
  const { address } = environment;
  const need = signInNeed(environment, useNow());
  if (need === 'none') return <CopyButtons address={address} {...copying} />;
  const { statusId, isDisabled, excludeFromTabOrder = false } = copying;
  return (
    <Button
      look="primary"
      icon="person"
      className="sign-in-button"
      isDisabled={isDisabled}
      excludeFromTabOrder={excludeFromTabOrder}
      aria-label={need === 'begin' ? `Sign in to ${address}` : `Go on with the sign-in to ${address}`}
      aria-describedby={statusId}
      data-copy={address}
      onPress={() => onSignIn(environment)}
    >
      {need === 'begin' ? 'Sign in' : 'Go on'}
    </Button>
  );
}
