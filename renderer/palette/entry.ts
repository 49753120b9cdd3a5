import type { EnvironmentView } from '../../shared/snapshot.ts';
import type { IconName } from '../ui/icon.tsx';

/** Something that the palette offers: a command, or an address, whose first action copies its token. */
export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  /** Stands beside the label and is searched, too. */
  readonly detail: string;
  /** What is searched: the label, then the detail. */
  readonly text: string;
  readonly icon: IconName;
  readonly frecency: number;
  /** For an address: its state, and what else can be done with it. */
  readonly environment?: EnvironmentView;
  readonly run: () => void;
}

type EntryParts = Omit<PaletteEntry, 'text' | 'detail'> & { readonly detail?: string };

export function paletteEntry({ detail = '', ...parts }: EntryParts): PaletteEntry {
  return { ...parts, detail, text: detail === '' ? parts.label : `${parts.label} ${detail}` };
}
