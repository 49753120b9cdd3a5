import type { EnvironmentView } from '../../shared/snapshot.ts';
import type { Words } from '../language/words.ts';
import type { MenuItems } from '../ui/menu-items.ts';
import { needsArming } from './armed.ts';
import type { Guard } from './guard.tsx';

/** Arms or disarms from a menu. Nothing where nothing guards the environment. `now` is in milliseconds since 1970. */
export function guardEntries(
  environment: EnvironmentView,
  { pass, disarm }: Guard,
  words: Words['guard'],
  now: number,
): MenuItems {
  const { address } = environment;
  if (environment.guard === undefined) return [];
  if (!needsArming(environment, now))
    return [{ id: 'disarm', icon: 'lock', label: words.disarm, onAction: () => void disarm(address) }];
  const onAction = () => void pass(address, 'arm');
  return [{ id: 'arm', icon: 'lock-open', label: words.arm, help: words.armHelp, onAction }];
}
