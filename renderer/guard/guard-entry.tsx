import type { EnvironmentView } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { MenuEntry } from '../ui/menu-button.tsx';
import { useGuard, useGuardKind } from './guard.tsx';

/** Arms or disarms from a menu. Nothing where nothing guards the environment. */
export function GuardEntry({ environment }: { readonly environment: EnvironmentView }) {
  const words = useWords().guard;
  const { pass, disarm } = useGuard();
  const kind = useGuardKind(environment);
  const { address } = environment;
  if (kind === 'none') return null;
  if (kind === 'armed')
    return <MenuEntry id="disarm" icon="lock" label={words.disarm} onAction={() => void disarm(address)} />;
  return (
    <MenuEntry
      id="arm"
      icon="lock-open"
      label={words.arm}
      help={words.armHelp}
      onAction={() => void pass(address, 'arm')}
    />
  );
}
