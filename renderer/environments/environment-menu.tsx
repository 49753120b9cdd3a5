import { Menu, MenuItem, MenuTrigger, Popover, Separator, Text } from 'react-aria-components/Menu';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon.tsx';
import { isInteractive } from '../sessions/sign-in-need.ts';
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

/** Everything else that can be done with an environment. */
export function EnvironmentMenu(props: EnvironmentMenuProps) {
  const { environment, actions, onDetails, onRemove, onSignIn, onSignOut, excludeFromTabOrder } = props;
  const { address, pinned, status, receivedAt, signIn } = environment;
  const cannotAsk = status === 'locked' || status === 'invalid';
  return (
    <MenuTrigger>
      <Button
        look="quiet"
        icon="more"
        className="icon-button"
        aria-label={`More for ${address}`}
        excludeFromTabOrder={excludeFromTabOrder}
      />
      <Popover className="popover" placement="bottom end" offset={4}>
        <Menu
          className="menu"
          aria-label={`More for ${address}`}
          {...(cannotAsk ? { disabledKeys: ['refresh', 'sign-in', 'sign-out'] } : {})}
        >
          {(isInteractive(environment) || signIn !== undefined) && (
            <Item id="sign-in" icon="person" label={signInLabel(environment)} onAction={onSignIn} />
          )}
          <Item id="refresh" icon="refresh" label="Refresh now" onAction={() => void actions.refresh()} />
          <Item
            id="pin"
            icon="pin"
            label={pinned ? 'Unpin' : 'Pin'}
            help={pinned ? 'Refresh only while in use' : 'Keep fresh all the time'}
            onAction={() => void actions.setPinned(!pinned)}
          />
          <Item id="details" icon="eye" label="Details and claims" onAction={onDetails} />
          {receivedAt !== undefined && (
            <Item
              id="sign-out"
              icon="sign-out"
              label="Sign out…"
              help="Revoke its tokens and forget them"
              onAction={onSignOut}
            />
          )}
          <Separator className="menu-separator" />
          <Item id="remove" icon="trash" label="Remove profile…" tone="danger" onAction={onRemove} />
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function signInLabel({ signIn, receivedAt }: EnvironmentView): string {
  if (signIn !== undefined) return 'Go on with the sign-in…';
  return receivedAt === undefined ? 'Sign in…' : 'Sign in again…';
}

interface ItemProps {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  readonly help?: string;
  readonly tone?: 'danger';
  readonly onAction: () => void;
}

function Item({ id, icon, label, help, tone, onAction }: ItemProps) {
  return (
    <MenuItem
      id={id}
      className={`menu-item menu-item-icon ${tone === undefined ? '' : 'menu-item-danger'}`}
      textValue={label}
      onAction={onAction}
    >
      <Icon name={icon} />
      <Text slot="label">{label}</Text>
      {help !== undefined && (
        <Text slot="description" className="menu-help">
          {help}
        </Text>
      )}
    </MenuItem>
  );
}
