import type { ErrorView } from '../../shared/error-code.ts';

/** A call that the fake host refuses. */
export class Refusal extends Error {
  readonly view: ErrorView;
  constructor(view: ErrorView) {
    super(view.message);
    this.view = view;
  }
}
