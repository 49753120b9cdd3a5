/** Puts the tray's model on the screen: at each change of the snapshot, and as minutes go by. */
import { Menu, nativeImage, nativeTheme, Tray } from 'electron';
import type { MenuItemConstructorOptions, NativeImage, Rectangle } from 'electron';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Clock, Engine } from '../../../core/index.ts';
import type { TrayWords } from '../words/en.ts';
import { drawTrayIcon, RED } from './tray-icon.ts';
import type { Colour } from './tray-icon.ts';
import type { TrayCommand, TrayItem } from './tray-menu.ts';
import { trayModel } from './tray-model.ts';
import type { TrayIcon, TrayModel } from './tray-model.ts';

const LOOK_AGAIN_MS = 15_000;

export interface TrayOptions {
  readonly engine: Pick<Engine, 'snapshot' | 'subscribe'>;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  readonly words: () => TrayWords;
  /** The version that a restart would bring. */
  readonly update: () => string | undefined;
  readonly run: (command: TrayCommand) => void;
  /** A click on the icon itself, and where the icon is. */
  readonly clicked: (bounds: Rectangle) => void;
}

export interface ShownTray {
  /** Something that is not in the snapshot has changed. */
  draw: () => void;
  bounds: () => Rectangle;
  close: () => void;
}

export function showTray({ engine, clock, platform, words, update, run, clicked }: TrayOptions): ShownTray {
  const nextModel = (): TrayModel => trayModel(engine.snapshot(), clock.now(), words(), update());
  const iconKey = (icon: TrayIcon): string => JSON.stringify([icon, colourOf(icon, platform)]);
  const first = nextModel().icon;
  const tray = new Tray(trayImage(first, platform));
  let menu = Menu.buildFromTemplate([]);
  tray.on('click', (_event, bounds) => clicked(bounds));
  // With a menu of its own an icon of macOS opens that on each click; Linux has no click without one.
  if (platform === 'darwin') tray.on('right-click', () => tray.popUpContextMenu(menu));

  let shown = { icon: iconKey(first), items: '' };
  const draw = (): void => {
    if (tray.isDestroyed()) return;
    const { icon, title, tooltip, items } = nextModel();
    // An icon or a menu that is replaced flickers, or closes while somebody looks at it.
    const next = { icon: iconKey(icon), items: JSON.stringify(items) };
    if (next.icon !== shown.icon) tray.setImage(trayImage(icon, platform));
    if (next.items !== shown.items) {
      menu = Menu.buildFromTemplate(items.map((item) => menuItem(item, run)));
      if (platform !== 'darwin') tray.setContextMenu(menu);
    }
    shown = next;
    tray.setToolTip(tooltip);
    if (platform === 'darwin') tray.setTitle(title, { fontType: 'monospacedDigit' });
  };
  const lookAgain = (): void => {
    draw();
    cancelTimer = clock.setTimer(lookAgain, LOOK_AGAIN_MS);
  };

  const unsubscribe = engine.subscribe(draw);
  nativeTheme.on('updated', draw);
  let cancelTimer = (): void => undefined;
  lookAgain();
  return {
    draw,
    bounds: () => tray.getBounds(),
    close: () => {
      unsubscribe();
      nativeTheme.off('updated', draw);
      cancelTimer();
      tray.destroy();
    },
  };
}

const LIGHT: Colour = [245, 246, 250];
const DARK: Colour = [32, 34, 42];
/** Stands out against both, where nobody says what the panel looks like. */
const BLUE: Colour = [111, 141, 242];

/** In the size of each platform's bar, and sharp on finer screens. */
function trayImage(icon: TrayIcon, platform: NodeJS.Platform): NativeImage {
  const size = platform === 'linux' ? 24 : 16;
  const colour = colourOf(icon, platform);
  const image = nativeImage.createFromBuffer(drawTrayIcon(icon, size, colour), { scaleFactor: 1 });
  for (const scaleFactor of [1.5, 2, 3])
    image.addRepresentation({ scaleFactor, buffer: drawTrayIcon(icon, size * scaleFactor, colour) });
  // macOS colours such an icon itself, to fit a light or dark menu bar; red has to stay red.
  if (platform === 'darwin') image.setTemplateImage(icon.mark !== 'armed');
  return image;
}

function colourOf({ mark }: TrayIcon, platform: NodeJS.Platform): Colour {
  if (mark === 'armed') return RED;
  if (platform === 'linux') return BLUE;
  return platform === 'win32' && nativeTheme.shouldUseDarkColorsForSystemIntegratedUI ? LIGHT : DARK;
}

function menuItem(item: TrayItem, run: (command: TrayCommand) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'heading':
      return { label: item.label, enabled: false };
    case 'menu':
      return { label: item.label, submenu: item.items.map((inner) => menuItem(inner, run)) };
    case 'command':
      return { label: item.label, enabled: item.enabled, click: () => run(item.command) };
    default:
      return assertNever(item);
  }
}
