import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView, Snapshot } from '../../shared/snapshot.ts';
import { THEMES } from '../../shared/settings-view.ts';
import { COPY_FORMATS } from '../../shared/token-view.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useAddressActions } from '../environments/use-environment-actions.ts';
import { useDemo } from '../first-run/use-demo.ts';
import { useWords } from '../language/language.tsx';
import { useDialogs } from '../navigation/dialogs.tsx';
import { useNavigation } from '../navigation/navigation.tsx';
import type { View } from '../navigation/navigation.tsx';
import { OFFERED_VIEWS } from '../navigation/views.tsx';
import { isInteractive } from '../sessions/sign-in-need.ts';
import { useNotify } from '../ui/notify.tsx';
import { paletteEntry } from './entry.ts';
import type { PaletteEntry } from './entry.ts';
import { frecency } from './rank.ts';

type Uses = ReadonlyMap<string, number>;

/** Every command of the window. */
export function useCommands(uses: Uses, onKeys: () => void): PaletteEntry[] {
  const words = useWords();
  const { go } = useNavigation();
  const { addProfile } = useDialogs();
  const calls = useCalls();
  const notify = useNotify();
  const tryDemo = useDemo();
  const ask = (perform: () => Promise<unknown>) => () =>
    void perform().catch((error: unknown) => notify({ kind: 'failed', error: errorViewOf(error) }));
  const entry = (parts: Omit<Parameters<typeof paletteEntry>[0], 'frecency'>) =>
    paletteEntry({ ...parts, frecency: frecency(undefined, uses.get(parts.id) ?? 0, 0) });
  return [
    ...OFFERED_VIEWS.map(({ kind, icon }) =>
      entry({ id: `view ${kind}`, label: words.navigation[kind], icon, run: () => go({ kind }) }),
    ),
    entry({ id: 'add', label: words.shell.addProfile, icon: 'plus', run: () => addProfile() }),
    entry({ id: 'demo', label: words.firstRun.demo.start, icon: 'eye', run: () => void tryDemo() }),
    entry({
      id: 'lock',
      label: words.palette.lock,
      icon: 'lock',
      run: ask(() => calls['vault.lock'](undefined)),
    }),
    ...THEMES.map((theme) =>
      entry({
        id: `theme ${theme}`,
        label: words.palette.theme[theme],
        icon: 'sliders',
        run: ask(() => calls['settings.set']({ theme })),
      }),
    ),
    entry({ id: 'keys', label: words.about.keys.title, icon: 'keyboard', run: onKeys }),
  ];
}

/** Every address; running it copies its token. */
export function useAddresses(snapshot: Snapshot, uses: Uses): PaletteEntry[] {
  const { copy } = useAddressActions();
  return snapshot.services.flatMap(({ name, environments }) =>
    environments.map((environment) =>
      paletteEntry({
        id: environment.address,
        label: environment.address,
        detail: name,
        icon: 'copy',
        environment,
        frecency: frecency(environment.lastUsedAt, uses.get(environment.address) ?? 0, snapshot.at),
        run: () => void copy(environment.address, 'raw'),
      }),
    ),
  );
}

/** What can be done with one address. */
export function useAddressEntries(environment: EnvironmentView | undefined): PaletteEntry[] {
  const words = useWords();
  const { copy, refresh, setPinned } = useAddressActions();
  const dialogs = useDialogs();
  const { go } = useNavigation();
  if (environment === undefined) return [];
  const { address, pinned, receivedAt, signIn } = environment;
  const more = words.environments.more;
  const entry = (parts: Omit<Parameters<typeof paletteEntry>[0], 'frecency'>) =>
    paletteEntry({ ...parts, frecency: 0 });
  const canSignIn = isInteractive(environment) || signIn !== undefined;
  return [
    ...COPY_FORMATS.map((format) =>
      entry({
        id: `copy ${format}`,
        label: words.palette.copyAs(words.environments.formats[format]),
        icon: 'copy',
        run: () => void copy(address, format),
      }),
    ),
    entry({ id: 'refresh', label: more.refresh, icon: 'refresh', run: () => void refresh(address) }),
    entry({
      id: 'pin',
      label: pinned ? more.unpin : more.pin,
      icon: 'pin',
      run: () => void setPinned(address, !pinned),
    }),
    ...viewsOf(address).map(({ icon, view }) =>
      entry({
        id: `view ${view.kind}`,
        label: view.kind === 'environments' ? more.details : words.navigation[view.kind],
        icon,
        run: () => go(view),
      }),
    ),
    ...(canSignIn
      ? [
          entry({
            id: 'sign-in',
            label: signIn === undefined ? more.signIn : more.goOn,
            icon: 'person',
            run: () => dialogs.signIn(environment),
          }),
        ]
      : []),
    ...(receivedAt === undefined
      ? []
      : [
          entry({
            id: 'sign-out',
            label: more.signOut,
            icon: 'sign-out',
            run: () => dialogs.signOut(address),
          }),
        ]),
    entry({ id: 'remove', label: more.remove, icon: 'trash', run: () => dialogs.remove(address) }),
  ];
}

/** The views that can be about one address. */
function viewsOf(address: Address) {
  const about: View[] = [
    { kind: 'environments', address },
    { kind: 'compare', left: address },
    { kind: 'refusal', address },
    { kind: 'activity', address },
  ];
  return about.flatMap((view) => {
    const offered = OFFERED_VIEWS.find(({ kind }) => kind === view.kind);
    return offered === undefined ? [] : [{ view, icon: offered.icon }];
  });
}
