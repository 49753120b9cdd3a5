/** From a key that was pressed to how Electron writes it. */

export interface PressedKey {
  /** `KeyboardEvent.code`: the place of the key, whatever the modifiers make of its letter. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const NAMED: Readonly<Record<string, string>> = {
  Space: 'Space',
  Tab: 'Tab',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

/** `undefined` for a modifier alone, a key that cannot be taken, and one without a modifier besides Shift. */
export function acceleratorOf(pressed: PressedKey, isMac: boolean): string | undefined {
  const key = keyOf(pressed.code);
  const { ctrlKey, metaKey, altKey, shiftKey } = pressed;
  const main = isMac ? metaKey : ctrlKey;
  const other = isMac ? ctrlKey : metaKey;
  if (key === undefined || !(main || other || altKey)) return undefined;
  return [
    ...(main ? ['CommandOrControl'] : []),
    ...(other ? [isMac ? 'Control' : 'Super'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey ? ['Shift'] : []),
    key,
  ].join('+');
}

function keyOf(code: string): string | undefined {
  if (/^Key[A-Z]$|^Digit\d$/.test(code)) return code.slice(-1);
  return /^F([1-9]|1\d|2[0-4])$/.test(code) ? code : NAMED[code];
}

/** As the keys of this machine are called. */
export function acceleratorWords(accelerator: string, isMac: boolean): string {
  const names: Readonly<Record<string, string>> = isMac
    ? { CommandOrControl: '⌘', Command: '⌘', Control: '⌃', Alt: '⌥', Option: '⌥', Shift: '⇧' }
    : { CommandOrControl: 'Ctrl', Control: 'Ctrl', Super: 'Super' };
  const parts = accelerator.split('+').map((part) => names[part] ?? part);
  return parts.join(isMac ? ' ' : ' + ');
}
