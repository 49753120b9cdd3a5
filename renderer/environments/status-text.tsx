import type { EnvironmentView } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { useTicking } from '../ui/clock.ts';
import { agoText } from '../ui/time-text.ts';
import { statusLine } from './status.ts';
import { useStatusKind } from './use-status.ts';

interface StatusTextProps {
  readonly environment: EnvironmentView;
  readonly id: string;
}

/** The status in words. On its own, since it ticks: nothing around it is drawn anew. */
export function StatusText({ environment, id }: StatusTextProps) {
  const words = useWords().environments.status;
  const kind = useStatusKind(environment);
  const text = useTicking((now) => statusLine(environment, now, words).text);
  return (
    <span id={id} className={`status-text status-${kind}`}>
      {text}
    </span>
  );
}

/** When its token was last handed out, where there is room to say so. */
export function LastUsed({ environment }: Pick<StatusTextProps, 'environment'>) {
  const words = useWords();
  const { lastUsedAt } = environment;
  const ago = useTicking((now) =>
    lastUsedAt === undefined ? undefined : agoText(lastUsedAt, now, words.ui.time),
  );
  return ago === undefined ? null : <span className="last-used">{words.environments.used(ago)}</span>;
}
