import { useEffect, useEffectEvent, useRef } from 'react';
import { Button, Input, SearchField } from 'react-aria-components/SearchField';
import { useWords } from '../language/language.tsx';
import { Icon } from '../ui/icon.tsx';

interface SearchBoxProps {
  readonly query: string;
  readonly onChange: (query: string) => void;
  /** Moves the focus from the search into what it found. */
  readonly onLeave: () => void;
}

/** Search as you type. `/` goes here from anywhere, Escape clears, Enter and arrow down go to the first match. */
export function SearchBox({ query, onChange, onLeave }: SearchBoxProps) {
  const words = useWords().environments.search;
  const input = useRef<HTMLInputElement>(null);
  useSlash(() => {
    input.current?.focus();
    input.current?.select();
  });
  return (
    <SearchField
      className="search"
      aria-label={words.label}
      value={query}
      onChange={onChange}
      onSubmit={onLeave}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') onLeave();
        else event.continuePropagation();
      }}
    >
      <Icon name="search" />
      <Input ref={input} className="search-input" placeholder={words.placeholder} />
      {query === '' ? (
        <kbd className="search-key" aria-hidden="true">
          /
        </kbd>
      ) : (
        <Button className="search-clear" aria-label={words.clear}>
          <Icon name="close" size={14} />
        </Button>
      )}
    </SearchField>
  );
}

const BUSY =
  'input, textarea, select, [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

function useSlash(onSlash: () => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const isBusy = event.target instanceof Element && event.target.closest(BUSY) !== null;
    if (event.key !== '/' || isBusy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onSlash();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}
