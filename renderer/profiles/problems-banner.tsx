import { Button, Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import type { ProfileProblem } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { Icon } from '../ui/icon.tsx';
import { visibleText } from '../ui/visible-text.ts';

/** Tells that the profile file has problems, and each with its place. The rest of the file keeps working. */
export function ProblemsBanner({ problems }: { readonly problems: readonly ProfileProblem[] }) {
  const words = useWords().profiles.banner;
  if (problems.length === 0) return null;
  return (
    <Disclosure className="banner banner-warning" aria-label={words.label}>
      <Button slot="trigger" className="banner-trigger">
        <Icon name="warning" />
        <span className="banner-text">{words.text(problems.length)}</span>
        <Icon name="chevron-down" />
      </Button>
      <DisclosurePanel>
        <ProblemList problems={problems} />
        <p className="banner-hint">
          {words.hintBefore} <code>fob profile path</code> {words.hintAfter}
        </p>
      </DisclosurePanel>
    </Disclosure>
  );
}

interface ProblemListProps {
  readonly problems: readonly ProfileProblem[];
  /** Makes the places buttons that lead there. */
  readonly onGoTo?: (problem: ProfileProblem) => void;
}

export function ProblemList({ problems, onGoTo }: ProblemListProps) {
  return (
    <ul className="problems">
      {problems.map((problem) => (
        <li key={`${problem.line}:${problem.column}:${problem.message}`}>
          <Place problem={problem} {...(onGoTo === undefined ? {} : { onGoTo })} />
          <span>
            {visibleText(problem.message)}
            {problem.address !== undefined && <code> {visibleText(problem.address)}</code>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Place({
  problem,
  onGoTo,
}: {
  readonly problem: ProfileProblem;
  onGoTo?: ProblemListProps['onGoTo'];
}) {
  const words = useWords().profiles.banner;
  const { line, column } = problem;
  const text = `${line}:${column}`;
  if (onGoTo === undefined) return <span className="problem-place">{text}</span>;
  return (
    <button
      type="button"
      className="problem-place"
      aria-label={words.goTo(line, column)}
      onClick={() => onGoTo(problem)}
    >
      {text}
    </button>
  );
}
