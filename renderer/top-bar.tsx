import type { ReactNode } from 'react';

/** The top of every view: the name of the product, and what the view puts beside it. */
export function TopBar({ children }: { readonly children?: ReactNode }) {
  return (
    <header className="top-bar">
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
