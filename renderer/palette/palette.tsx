import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Menu, MenuItem, Text } from 'react-aria-components/Menu';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Input, SearchField } from 'react-aria-components/SearchField';
import type { Address } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { findEnvironment } from '../environments/find.ts';
import { StatusText } from '../environments/status-text.tsx';
import { TierMark } from '../environments/tier-mark.tsx';
import { useWords } from '../language/language.tsx';
import { useHoldBack } from '../ui/hold-back.ts';
import { Icon } from '../ui/icon.tsx';
import type { PaletteEntry } from './entry.ts';
import { Marked } from './marked.tsx';
import { createRank } from './rank.ts';
import type { RankedEntry } from './rank.ts';
import { useAddresses, useAddressEntries, useCommands } from './use-entries.ts';

interface PaletteProps {
  readonly snapshot: Snapshot;
  /** How often each entry was chosen since the page was opened; the palette counts on. */
  readonly uses: Map<string, number>;
  readonly onClose: () => void;
  /** Shows all keys. */
  readonly onKeys: () => void;
}

/** Every command and every address by a few letters. Enter does it, and copies the token of an address. */
export function Palette({ snapshot, uses, onClose, onKeys }: PaletteProps) {
  const words = useWords().palette;
  useHoldBack(true, onClose);
  return (
    <ModalOverlay
      className="modal-overlay modal-palette"
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Modal className="modal">
        <Dialog className="palette" aria-label={words.label}>
          <Choice snapshot={snapshot} uses={uses} onClose={onClose} onKeys={onKeys} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Choice({ snapshot, uses, onClose, onKeys }: PaletteProps) {
  const words = useWords().palette;
  const menu = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [of, setOf] = useState<Address>();
  const found = useFound(query, of, { snapshot, uses, onKeys });

  const enter = (address: Address | undefined) => {
    setOf(address);
    setQuery('');
  };
  const choose = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return;
    uses.set(entry.id, (uses.get(entry.id) ?? 0) + 1);
    onClose();
    entry.run();
  };
  const focused = () => {
    const key = menu.current?.querySelector<HTMLElement>('[data-focused]')?.dataset.key;
    return found.find(({ entry }) => entry.id === key)?.entry ?? found[0]?.entry;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!isOurs(event, query, of !== undefined)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') choose(focused());
    else if (event.key === 'Tab') enter(focused()?.environment?.address ?? of);
    else enter(undefined);
  };

  return (
    <div className="palette-body" onKeyDownCapture={onKeyDown}>
      <Autocomplete key={of} inputValue={query} onInputChange={setQuery}>
        <SearchField className="palette-search" aria-label={words.label} autoFocus>
          <Icon name="search" />
          {of !== undefined && <bdi className="palette-of">{of}</bdi>}
          <Input className="search-input" placeholder={words.placeholder} />
        </SearchField>
        <Menu
          ref={menu}
          className="menu palette-list"
          aria-label={words.results}
          renderEmptyState={() => <p className="palette-empty">{words.nothing}</p>}
        >
          {found.map((ranked) => (
            <Entry key={ranked.entry.id} {...ranked} onChoose={choose} />
          ))}
        </Menu>
      </Autocomplete>
      <p className="visually-hidden" role="status">
        {words.count(found.length)}
      </p>
      <PaletteKeys isInAddress={of !== undefined} />
    </div>
  );
}

type Source = Pick<PaletteProps, 'snapshot' | 'uses' | 'onKeys'>;

/** What the letters lead to: among everything, or among what one address offers. */
function useFound(query: string, of: Address | undefined, { snapshot, uses, onKeys }: Source) {
  const commands = useCommands(uses, onKeys);
  const addresses = useAddresses(snapshot, uses);
  const actions = useAddressEntries(findEnvironment(snapshot.services, of)?.environment);
  return createRank(of === undefined ? [...commands, ...addresses] : actions)(query);
}

/** The keys that mean something else here than in a search field with a list. */
function isOurs({ key, shiftKey }: KeyboardEvent, query: string, isInAddress: boolean): boolean {
  if (key === 'Enter') return true;
  if (key === 'Tab') return !shiftKey;
  return isInAddress && (key === 'Escape' || (key === 'Backspace' && query === ''));
}

interface EntryProps extends RankedEntry {
  readonly onChoose: (entry: PaletteEntry) => void;
}

function Entry({ entry, matched, onChoose }: EntryProps) {
  const { id, label, detail, icon, environment } = entry;
  return (
    <MenuItem
      id={id}
      className="menu-item palette-item"
      textValue={entry.text}
      onAction={() => onChoose(entry)}
    >
      {environment === undefined ? <Icon name={icon} /> : <TierMark tier={environment.tier} />}
      <Text slot="label" className="palette-label">
        <bdi>
          <Marked text={label} matched={matched} />
        </bdi>
        {detail !== '' && (
          <bdi className="palette-detail">
            <Marked text={detail} matched={matched} offset={label.length + 1} />
          </bdi>
        )}
      </Text>
      {environment !== undefined && (
        <Text slot="description" className="palette-status">
          <StatusText environment={environment} id={`palette ${id}`} />
        </Text>
      )}
    </MenuItem>
  );
}

function PaletteKeys({ isInAddress }: { readonly isInAddress: boolean }) {
  const words = useWords().palette.keys;
  return (
    <p className="palette-keys" aria-hidden="true">
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> {words.move}
      </span>
      <span>
        <kbd>Enter</kbd> {isInAddress ? words.run : words.copy}
      </span>
      <span>
        <kbd>{isInAddress ? 'Esc' : 'Tab'}</kbd> {isInAddress ? words.back : words.more}
      </span>
    </p>
  );
}
