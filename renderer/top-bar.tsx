import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

interface TopBarProps {
  /** Before the name of the product. */
  readonly start?: ReactNode;
  readonly children?: ReactNode;
}

/** The top of every view: the name of the product, and what belongs to all views. */
export function TopBar({ start, children }: TopBarProps) {
  return (
    <header className="top-bar">
      {start}
      <span className="brand">
        <svg className="brand-mark" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
          <path className="brand-body" d="M12 2.5a6 6 0 0 1 6 6v7a6 6 0 0 1-12 0v-7a6 6 0 0 1 6-6z" />
          <circle className="brand-hole" cx="12" cy="7.25" r="1.5" />
          <circle className="brand-dial" cx="12" cy="14.75" r="3" />
        </svg>
        Fob
      </span>
      {children}
    </header>
  );
}

/** The place in the top bar where the view that is shown puts its own controls. */
export const TopBarToolsContext = createContext<HTMLElement | null>(null);

/** Shows its children in the top bar for as long as its view is there. */
export function TopBarTools({ children }: { readonly children: ReactNode }) {
  const place = use(TopBarToolsContext);
  return place === null ? null : createPortal(children, place);
}
