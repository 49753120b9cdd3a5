import { Icon } from '../ui/icon.tsx';

interface ViewHeadProps {
  readonly title: string;
  readonly intro: string;
  /** What becomes of what a person puts in. */
  readonly promise?: string;
}

/** The name of a view and what it is for. */
export function ViewHead({ title, intro, promise }: ViewHeadProps) {
  return (
    <header className="view-head">
      <h1>{title}</h1>
      <p className="muted">{intro}</p>
      {promise !== undefined && (
        <p className="view-promise">
          <Icon name="lock" />
          {promise}
        </p>
      )}
    </header>
  );
}
