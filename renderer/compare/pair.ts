import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';

export interface Pair {
  readonly left: EnvironmentView;
  /** Absent where there is only one environment. */
  readonly right?: EnvironmentView;
}

/** The two to compare: as asked for, else one with a token and its sibling in the same service. `undefined` without any. */
export function choosePair(
  environments: readonly EnvironmentView[],
  leftAddress: Address | undefined,
  rightAddress: Address | undefined,
): Pair | undefined {
  const byAddress = (address: Address | undefined) => environments.find((one) => one.address === address);
  const hasToken = ({ receivedAt }: EnvironmentView) => receivedAt !== undefined;
  const left = byAddress(leftAddress) ?? environments.find(hasToken) ?? environments[0];
  if (left === undefined) return undefined;
  const others = environments.filter((one) => one !== left);
  const siblings = others.filter((one) => serviceOf(one) === serviceOf(left));
  const right =
    byAddress(rightAddress) ?? siblings.find(hasToken) ?? siblings[0] ?? others.find(hasToken) ?? others[0];
  return right === undefined ? { left } : { left, right };
}

const serviceOf = ({ address }: EnvironmentView) => address.split('/', 1)[0];
