import type { EnvironmentView } from '../../shared/snapshot.ts';
import { guardEntries } from '../guard/guard-entry.ts';
import { useGuard } from '../guard/guard.tsx';
import { useWords } from '../language/language.tsx';
import type { Words } from '../language/words.ts';
import { useDialogs } from '../navigation/dialogs.tsx';
import { isInteractive } from '../sessions/sign-in-need.ts';
import { MenuButton } from '../ui/menu-button.tsx';
import type { MenuItems } from '../ui/menu-items.ts';
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
  const { environment } = props;
  const { address, status } = environment;
  const words = useWords();
  const guard = useGuard();
  const { editProfile } = useDialogs();
  const cannotAsk = status === 'locked' || status === 'invalid';
  return (
    <MenuButton
      icon="more"
      className="icon-button"
      label={words.environments.more.label(address)}
      excludeFromTabOrder={excludeFromTabOrder}
      disabledKeys={cannotAsk ? NEEDS_AN_ANSWER : []}
      items={() => {
        const guarding = guardEntries(environment, guard, words.guard, Date.now());
        return entriesOf({ ...props, onEdit: () => editProfile(address) }, words, guarding);
      }}
    />
  );
}

interface Chosen extends Omit<EnvironmentMenuProps, 'excludeFromTabOrder'> {
  readonly onEdit: () => void;
}

function entriesOf(chosen: Chosen, { environments, profiles }: Words, guard: MenuItems): MenuItems {
  const { environment, actions, onDetails, onEdit, onRemove, onSignIn, onSignOut } = chosen;
  const { more: words } = environments;
  const { pinned, receivedAt, signIn } = environment;
  const signInEntry = {
    id: 'sign-in',
    icon: 'person',
    label: signInLabel(environment, words),
    onAction: onSignIn,
  } as const;
  const signOutEntry = {
    id: 'sign-out',
    icon: 'sign-out',
    label: words.signOut,
    help: words.signOutHelp,
    onAction: onSignOut,
  } as const;
  return [
    ...(isInteractive(environment) || signIn !== undefined ? [signInEntry] : []),
    ...guard,
    { id: 'refresh', icon: 'refresh', label: words.refresh, onAction: () => void actions.refresh() },
    {
      id: 'pin',
      icon: 'pin',
      label: pinned ? words.unpin : words.pin,
      help: pinned ? words.unpinHelp : words.pinHelp,
      onAction: () => void actions.setPinned(!pinned),
    },
    { id: 'details', icon: 'eye', label: words.details, onAction: onDetails },
    { id: 'edit', icon: 'pencil', label: profiles.editor.menu, onAction: onEdit },
    ...(receivedAt === undefined ? [] : [signOutEntry]),
    'separator',
    { id: 'remove', icon: 'trash', label: words.remove, tone: 'danger', onAction: onRemove },
  ];
}

type MoreWords = Words['environments']['more'];

function signInLabel({ signIn, receivedAt }: EnvironmentView, words: MoreWords): string {
  if (signIn !== undefined) return words.goOn;
  return receivedAt === undefined ? words.signIn : words.signInAgain;
}
