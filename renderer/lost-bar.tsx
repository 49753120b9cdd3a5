import { useId } from 'react';
import { useHost } from './bridge/host-context.tsx';
import { useWords } from './language/language.tsx';
import { useTicking } from './ui/clock.ts';
import { Icon } from './ui/icon.tsx';
import { agoText } from './ui/time-text.ts';

/**
 * Tells that the host has gone, and how old what is shown has become. The first is announced, by a live region that is
 * always there; the age stands beside that region, so that nobody hears it grow.
 */
export function LostBar({ isLost }: { readonly isLost: boolean }) {
  const words = useWords().shell;
  const textId = useId();
  return (
    <div {...(isLost ? { className: 'lost-bar', role: 'region', 'aria-labelledby': textId } : {})}>
      {isLost && <Icon name="warning" size={14} />}
      <span id={textId} role="status">
        {isLost && words.connectionLost}
      </span>
      {isLost && <Age />}
    </div>
  );
}

function Age() {
  const { shell, ui } = useWords();
  const { heardAt } = useHost();
  return <span>{useTicking((now) => shell.lastHeard(agoText(heardAt(), now, ui.time)))}</span>;
}
