import { Menu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components/Menu';
import type { Address } from '../../shared/profile.ts';
import { COPY_FORMATS } from '../../shared/token-view.ts';
import type { CopyFormat } from '../../shared/token-view.ts';
import { Button } from '../ui/button.tsx';
import { FORMAT_NAMES } from './copy-message.ts';
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
  /** The id of the element that tells the status, read after the button's name. */
  readonly statusId: string;
  readonly excludeFromTabOrder?: boolean;
}

/** One click copies the token; the arrow beside it copies it in another form. */
export function CopyButtons({ address, actions, statusId, ...shared }: CopyButtonsProps) {
  const { isCopying, wasCopied, copy } = actions;
  return (
    <div className="copy-buttons">
      <Button
        {...shared}
        look="primary"
        className="copy-button"
        icon={wasCopied ? 'check' : 'copy'}
        isPending={isCopying}
        aria-label={`Copy token of ${address}`}
        aria-describedby={statusId}
        data-copy={address}
        onPress={() => void copy('raw')}
      >
        <span className="copy-word">{wasCopied ? 'Copied' : 'Copy'}</span>
      </Button>
      <MenuTrigger>
        <Button {...shared} look="primary" icon="chevron-down" aria-label={`Copy ${address} as…`} />
        <Popover className="popover" placement="bottom end" offset={4}>
          <Menu className="menu" aria-label={`Copy ${address} as`}>
            {COPY_FORMATS.map((format) => (
              <MenuItem
                key={format}
                id={format}
                className="menu-item"
                textValue={FORMAT_NAMES[format]}
                onAction={() => void copy(format)}
              >
                <Text slot="label">{FORMAT_NAMES[format]}</Text>
                <Text slot="description" className="menu-help menu-code">
                  {FORMAT_SAMPLES[format]}
                </Text>
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  );
}
