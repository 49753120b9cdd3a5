import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-aria-components/Link';
import { useHost } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';

interface BrowserLinkProps {
  /** An address that the host handed out: https, or http on loopback. */
  readonly href: string;
  readonly look?: 'primary' | 'plain';
  readonly children: ReactNode;
}

/** A link that opens in the person's browser. The desktop opens each address once. */
export function BrowserLink({ href, look = 'primary', children }: BrowserLinkProps) {
  const { bridge } = useHost();
  const words = useWords().sessions.browser;
  const [wasOpened, setOpened] = useState(false);
  if (wasOpened && bridge.kind === 'desktop') return <p className="muted">{words.wasOpened}</p>;
  return (
    <Link
      className={`button button-${look}`}
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      onPress={() => setOpened(true)}
    >
      {children}
    </Link>
  );
}
