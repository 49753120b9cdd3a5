import type { Address } from '../../shared/profile.ts';
import type { ServiceView } from '../../shared/snapshot.ts';
import { searchServices } from '../environments/search.ts';
import type { Choice } from '../ui/choice-list.tsx';

/** No address, and no key of a picker may be empty. */
export const NO_ENVIRONMENT = 'none';

/** More than anybody reads; the next letter finds the rest. */
const SHOWN_AT_MOST = 50;

export interface EnvironmentQuestion {
  /** What was typed; `undefined` while nothing is. */
  readonly query: string | undefined;
  readonly value: Address | '';
  /** The word for "none of them", where that can be chosen. */
  readonly none: string | undefined;
}

export interface EnvironmentChoices {
  readonly choices: readonly Choice<Address | typeof NO_ENVIRONMENT>[];
  /** How many others there are. */
  readonly more: number;
}

/** The environments that a picker shows, the chosen one always among them while nothing is typed. */
export function environmentChoices(
  services: readonly ServiceView[],
  { query = '', value, none }: EnvironmentQuestion,
): EnvironmentChoices {
  const found = searchServices(services, query).flatMap(({ name, environments }) =>
    environments.map(({ address }) => ({ value: address, label: address, help: name })),
  );
  const first = found.slice(0, SHOWN_AT_MOST);
  const chosen = found.slice(SHOWN_AT_MOST).filter((choice) => choice.value === value);
  const noChoice = none === undefined ? [] : [{ value: NO_ENVIRONMENT, label: none } as const];
  const sought = query.trim().toLowerCase();
  return {
    choices: [...noChoice.filter(({ label }) => label.toLowerCase().includes(sought)), ...first, ...chosen],
    more: found.length - first.length - chosen.length,
  };
}
