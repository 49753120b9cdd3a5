import { memo, useId } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { GuardMark } from '../guard/guard-state.tsx';
import { useWords } from '../language/language.tsx';
import { Icon } from '../ui/icon.tsx';
import { LightButton } from '../ui/light-button.tsx';
import { EnvironmentMenu } from './environment-menu.tsx';
import { MainAction } from './main-action.tsx';
import { StatusRing } from './status-ring.tsx';
import { LastUsed, StatusText } from './status-text.tsx';
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

/** What a list hands on to its cells. None of them may change from one drawing to the next. */
export type CellHandlers = Pick<EnvironmentCellProps, 'onDetails' | 'onRemove' | 'onSignIn' | 'onSignOut'>;

/** One environment: its status, and one click to copy. Drawn anew only when something of it changed. */
export const EnvironmentCell = memo(function EnvironmentCell(props: EnvironmentCellProps) {
  const { environment, isActive, isSelected, onDetails, onRemove, onSignIn, onSignOut } = props;
  const { address, tier, status, missingSecrets } = environment;
  const actions = useEnvironmentActions(address);
  const statusId = useId();
  const openDetails = () => onDetails(address);
  const isDisabled = status === 'locked' || status === 'invalid' || missingSecrets.length > 0;
  return (
    <li className="cell" data-address={address} data-tier={tier} data-selected={isSelected}>
      <LightButton
        className="cell-open"
        excludeFromTabOrder={!isActive}
        data-details={address}
        onClick={openDetails}
      >
        <CellSummary environment={environment} statusId={statusId} />
      </LightButton>
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
});

interface CellSummaryProps {
  readonly environment: EnvironmentView;
  readonly statusId: string;
}

function CellSummary({ environment, statusId }: CellSummaryProps) {
  const words = useWords().environments;
  const { address, id, tier, pinned } = environment;
  return (
    <>
      <StatusRing environment={environment} />
      <span className="cell-text">
        <span className="visually-hidden">{words.detailsOf(address)}, </span>
        <span className="cell-title">
          <EnvironmentName id={id} tier={tier} />
          <GuardMark environment={environment} />
          {pinned && (
            <span className="pinned">
              <Icon name="pin" size={14} />
              <span className="visually-hidden">{words.pinned}</span>
            </span>
          )}
        </span>
        <span className="cell-status">
          <StatusText environment={environment} id={statusId} />
          <LastUsed environment={environment} />
        </span>
      </span>
    </>
  );
}
