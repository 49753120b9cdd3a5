import { createContext, use } from 'react';

export interface PaletteControl {
  readonly open: () => void;
  /** Shows every key. */
  readonly openKeys: () => void;
}

export const PaletteContext = createContext<PaletteControl | undefined>(undefined);

export function usePalette(): PaletteControl {
  const control = use(PaletteContext);
  if (control === undefined) throw new Error('There is no palette around this component.');
  return control;
}
