import type { ReactNode } from 'react';

interface PageProps {
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}

/** The main part of every view. It scrolls by itself, so that sheets and dialogs can cover the whole window. */
export function Page({ isBusy = false, children }: PageProps) {
  return (
    <main className="page" aria-busy={isBusy}>
      <div className="page-content">{children}</div>
    </main>
  );
}
