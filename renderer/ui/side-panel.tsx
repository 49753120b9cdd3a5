import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../language/language.tsx';
import { IconButton } from './button.tsx';
import { ModalDialog } from './dialog.tsx';
import { useMediaQuery } from './use-media-query.ts';

interface SidePanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * Beside the content where there is room, over it as a modal sheet where there is not. Escape closes both; whoever
 * opened it takes the focus back in `onClose`.
 */
export function SidePanel(props: SidePanelProps) {
  const hasRoom = useMediaQuery('(min-width: 68rem)');
  if (hasRoom) return <DockedPanel {...props} />;
  return (
    <ModalDialog title={props.title} isOpen onClose={props.onClose} shape="sheet">
      {props.children}
    </ModalDialog>
  );
}

function DockedPanel({ title, onClose, children }: SidePanelProps) {
  const words = useWords().ui;
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <aside
      ref={panel}
      className="side-panel"
      aria-label={title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <header className="dialog-header">
        <h2 className="dialog-title">{title}</h2>
        <IconButton icon="close" label={words.close} onPress={onClose} />
      </header>
      <div className="dialog-body">{children}</div>
    </aside>
  );
}
