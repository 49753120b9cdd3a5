import { Separator } from 'react-aria-components/Menu';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { GuardEntry } from '../guard/guard-entry.tsx';
import { useWords } from '../language/language.tsx';
import type { Words } from '../language/words.ts';
import { useDialogs } from '../navigation/dialogs.tsx';
import { isInteractive } from '../sessions/sign-in-need.ts';
import { MenuButton, MenuEntry } from '../ui/menu-button.tsx';
import type { EnvironmentActions } from './use-environment-actions.ts';

interface EnvironmentMenuProps {
  readonly environment: EnvironmentView;
  readonly actions: EnvironmentActions;
  readonly onDetails: () => void;
  readonly onRemove: () => void;
  readonly onSignIn: () => void;
  readonly onSignOut: () => void;
  readonly excludeFromTabOrder: boolean;
}

const NEEDS_AN_ANSWER = ['refresh', 'sign-in', 'sign-out'];

/** Everything else that can be done with an environment. */
export function EnvironmentMenu({ excludeFromTabOrder, ...props }: EnvironmentMenuProps) {
  const { address, status } = props.environment;
  const words = useWords().environments.more;
  const cannotAsk = status === 'locked' || status === 'invalid';
  return (
    <MenuButton
      icon="more"
      className="icon-button"
      label={words.label(address)}
      excludeFromTabOrder={excludeFromTabOrder}
      disabledKeys={cannotAsk ? NEEDS_AN_ANSWER : []}
      items={() => <Entries {...props} words={words} />}
    />
  );
}

type MoreWords = Words['environments']['more'];

interface EntriesProps extends Omit<EnvironmentMenuProps, 'excludeFromTabOrder'> {
  readonly words: MoreWords;
}

function Entries({ environment, actions, words, onDetails, onRemove, onSignIn, onSignOut }: EntriesProps) {
  const { address, pinned, receivedAt, signIn } = environment;
  const { editProfile } = useDialogs();
  const { editor } = useWords().profiles;
  return (
    <>
      {(isInteractive(environment) || signIn !== undefined) && (
        <MenuEntry id="sign-in" icon="person" label={signInLabel(environment, words)} onAction={onSignIn} />
      )}
      <GuardEntry environment={environment} />
      <MenuEntry id="refresh" icon="refresh" label={words.refresh} onAction={() => void actions.refresh()} />
      <MenuEntry
        id="pin"
        icon="pin"
        label={pinned ? words.unpin : words.pin}
        help={pinned ? words.unpinHelp : words.pinHelp}
        onAction={() => void actions.setPinned(!pinned)}
      />
      <MenuEntry id="details" icon="eye" label={words.details} onAction={onDetails} />
      <MenuEntry id="edit" icon="pencil" label={editor.menu} onAction={() => editProfile(address)} />
      {receivedAt !== undefined && (
        <MenuEntry
          id="sign-out"
          icon="sign-out"
          label={words.signOut}
          help={words.signOutHelp}
          onAction={onSignOut}
        />
      )}
      <Separator className="menu-separator" />
      <MenuEntry id="remove" icon="trash" label={words.remove} tone="danger" onAction={onRemove} />
    </>
  );
}

function signInLabel({ signIn, receivedAt }: EnvironmentView, words: MoreWords): string {
  if (signIn !== undefined) return words.goOn;
  return receivedAt === undefined ? words.signIn : words.signInAgain;
}
