import { useEffect, useEffectEvent, useRef } from 'react';
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
    <div className="search">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        className="search-input"
        aria-label={words.label}
        placeholder={words.placeholder}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
          else if (event.key === 'ArrowDown' || (event.key === 'Enter' && !event.nativeEvent.isComposing)) {
            event.preventDefault();
            onLeave();
          }
        }}
      />
      {query === '' ? (
        <kbd className="search-key" aria-hidden="true">
          /
        </kbd>
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className="search-clear"
          aria-label={words.clear}
          onClick={() => {
            onChange('');
            input.current?.focus();
          }}
        >
          <Icon name="close" size={14} />
        </button>
      )}
    </div>
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
