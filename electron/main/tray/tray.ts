/** Puts the tray's model on the screen: at each change of the snapshot, and as minutes go by. */
import { Menu, nativeImage, Tray } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Clock, Engine } from '../../../core/index.ts';
import type { Address } from '../../../shared/profile.ts';
import { trayModel } from './tray-model.ts';
import type { TrayCommand, TrayItem } from './tray-model.ts';

const LOOK_AGAIN_MS = 30_000;

export interface TrayActions extends Readonly<Record<TrayCommand, () => void>> {
  readonly copy: (address: Address) => void;
}

export interface TrayOptions {
  readonly icon: string;
  readonly engine: Pick<Engine, 'snapshot' | 'subscribe'>;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  readonly actions: TrayActions;
}

/** Shows the tray until the answer is called. */
export function showTray({ icon, engine, clock, platform, actions }: TrayOptions): () => void {
  const image = nativeImage.createFromPath(icon);
  // macOS colours the icon itself, to fit a light or dark menu bar.
  if (platform === 'darwin') image.setTemplateImage(true);
  const tray = new Tray(image);
  // Elsewhere a click opens the menu by itself.
  if (platform === 'win32') tray.on('click', actions.open);

  let shown = '';
  const draw = (): void => {
    const model = trayModel(engine.snapshot(), clock.now());
    // A menu that is replaced closes while somebody looks at it.
    const next = JSON.stringify(model);
    if (next === shown) return;
    shown = next;
    tray.setToolTip(model.tooltip);
    tray.setContextMenu(Menu.buildFromTemplate(model.items.map((item) => menuItem(item, actions))));
  };
  const lookAgain = (): void => {
    draw();
    cancelTimer = clock.setTimer(lookAgain, LOOK_AGAIN_MS);
  };

  const unsubscribe = engine.subscribe(draw);
  let cancelTimer = (): void => undefined;
  lookAgain();
  return () => {
    unsubscribe();
    cancelTimer();
    tray.destroy();
  };
}

function menuItem(item: TrayItem, actions: TrayActions): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'heading':
      return { label: item.label, enabled: false };
    case 'environment':
      return { label: item.label, enabled: item.enabled, click: () => actions.copy(item.address) };
    case 'command':
      return { label: item.label, enabled: item.enabled, click: () => actions[item.command]() };
    default:
      return assertNever(item);
  }
}
