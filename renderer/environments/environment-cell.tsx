import { useId } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { Button } from '../ui/button.tsx';
import { useNow } from '../ui/clock.ts';
import { Icon } from '../ui/icon.tsx';
import { EnvironmentMenu } from './environment-menu.tsx';
import { MainAction } from './main-action.tsx';
import { StatusRing } from './status-ring.tsx';
import { statusLine } from './status.ts';
import { EnvironmentName } from './tier-mark.tsx';
import { useEnvironmentActions } from './use-environment-actions.ts';

export interface EnvironmentCellProps {
  readonly environment: EnvironmentView;
  /** The one cell whose controls are in the tab order; arrow keys lead to the others. */
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onDetails: (address: Address) => void;
  readonly onRemove: (address: Address) => void;
  readonly onSignIn: (environment: EnvironmentView) => void;
  readonly onSignOut: (address: Address) => void;
}

/** What a list hands on to its cells. */
export type CellHandlers = Pick<EnvironmentCellProps, 'onDetails' | 'onRemove' | 'onSignIn' | 'onSignOut'>;

/** One environment: its status, and one click to copy. */
export function EnvironmentCell(props: EnvironmentCellProps) {
  const { environment, isActive, isSelected, onDetails, onRemove, onSignIn, onSignOut } = props;
  const { address, tier, status, missingSecrets } = environment;
  const actions = useEnvironmentActions(address);
  const statusId = useId();
  const openDetails = () => onDetails(address);
  const isDisabled = status === 'locked' || status === 'invalid' || missingSecrets.length > 0;
  return (
    <li className="cell" data-address={address} data-tier={tier} data-selected={isSelected}>
      <Button
        look="quiet"
        className="cell-open"
        excludeFromTabOrder={!isActive}
        data-details={address}
        onPress={openDetails}
      >
        <CellSummary environment={environment} statusId={statusId} />
      </Button>
      <MainAction
        environment={environment}
        actions={actions}
        statusId={statusId}
        isDisabled={isDisabled}
        excludeFromTabOrder={!isActive}
        onSignIn={onSignIn}
      />
      <EnvironmentMenu
        environment={environment}
        actions={actions}
        excludeFromTabOrder={!isActive}
        onDetails={openDetails}
        onRemove={() => onRemove(address)}
        onSignIn={() => onSignIn(environment)}
        onSignOut={() => onSignOut(address)}
      />
    </li>
  );
}

interface CellSummaryProps {
  readonly environment: EnvironmentView;
  readonly statusId: string;
}

/** The part of the cell that ticks, on its own so that nothing else is drawn anew each second. */
function CellSummary({ environment, statusId }: CellSummaryProps) {
  const line = statusLine(environment, useNow());
  return (
    <>
      <StatusRing status={line} />
      <span className="cell-text">
        <span className="visually-hidden">Details of {environment.address}, </span>
        <span className="cell-title">
          <EnvironmentName id={environment.id} tier={environment.tier} />
          {environment.pinned && (
            <span className="pinned">
              <Icon name="pin" size={14} />
              <span className="visually-hidden">pinned</span>
            </span>
          )}
        </span>
        <span id={statusId} className={`cell-status status-${line.kind}`}>
          {line.text}
        </span>
      </span>
    </>
  );
}
