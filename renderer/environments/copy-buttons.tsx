import type { Address } from '../../shared/profile.ts';
import { COPY_FORMATS } from '../../shared/token-view.ts';
import type { CopyFormat } from '../../shared/token-view.ts';
import { useWords } from '../language/language.tsx';
import { LightButton } from '../ui/light-button.tsx';
import { MenuButton } from '../ui/menu-button.tsx';
import type { EnvironmentActions } from './use-environment-actions.ts';

const FORMAT_SAMPLES: Record<CopyFormat, string> = {
  raw: 'eyJhbGciOi…',
  header: 'Authorization: Bearer …',
  curl: 'curl -H "Authorization: …"',
  env: 'FOB_TOKEN=…',
  json: '{ "access_token": … }',
};

export interface CopyButtonsProps {
  readonly address: Address;
  readonly actions: EnvironmentActions;
  readonly isDisabled: boolean;
  /** A person is asked before anything is copied. */
  readonly isGuarded?: boolean;
  /** The id of the element that tells the status, read after the button's name. */
  readonly statusId: string;
  readonly excludeFromTabOrder?: boolean;
}

/** One click copies the token; the arrow beside it copies it in another form. */
export function CopyButtons({ address, actions, isGuarded = false, statusId, ...shared }: CopyButtonsProps) {
  const words = useWords().environments;
  const { isCopying, wasCopied, copy } = actions;
  return (
    <div className="copy-buttons">
      <LightButton
        {...shared}
        look="primary"
        className="copy-button"
        icon={wasCopied ? 'check' : isGuarded ? 'lock' : 'copy'}
        isPending={isCopying}
        aria-label={words.copy.token(address)}
        aria-describedby={statusId}
        data-copy={address}
        onClick={() => void copy('raw')}
      >
        <span className="copy-word">{wasCopied ? words.copy.doneWord : words.copy.word}</span>
      </LightButton>
      <MenuButton
        {...shared}
        look="primary"
        icon="chevron-down"
        className="copy-formats"
        label={words.copy.as(address)}
        menuLabel={words.copy.menu(address)}
        items={() =>
          COPY_FORMATS.map((format) => ({
            id: format,
            label: words.formats[format],
            help: FORMAT_SAMPLES[format],
            isCode: true,
            onAction: () => void copy(format),
          }))
        }
      />
    </div>
  );
}
