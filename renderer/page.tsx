import type { ReactNode, Ref } from 'react';

interface PageProps {
  readonly isBusy?: boolean;
  /** What scrolls. */
  readonly ref?: Ref<HTMLElement>;
  readonly children: ReactNode;
}

/** The main part of every view. It scrolls by itself, so that sheets and dialogs can cover the whole window. */
export function Page({ isBusy = false, ref, children }: PageProps) {
  return (
    <main ref={ref} className="page" aria-busy={isBusy}>
      <div className="page-content">{children}</div>
    </main>
  );
}
