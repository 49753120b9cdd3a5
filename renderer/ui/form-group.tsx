import { useId } from 'react';
import type { ReactNode } from 'react';

interface FormGroupProps {
  readonly title: string;
  readonly columns?: 1 | 2;
  readonly children: ReactNode;
}

/** Fields that answer one question. */
export function FormGroup({ title, columns = 2, children }: FormGroupProps) {
  const titleId = useId();
  return (
    <div role="group" aria-labelledby={titleId} className="form-group">
      <h3 id={titleId}>{title}</h3>
      <div className={`form-group-fields form-group-${columns}`}>{children}</div>
    </div>
  );
}
