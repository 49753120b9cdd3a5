import type { IconName } from './icon.tsx';

/** One thing that a menu offers. */
export interface MenuChoice {
  readonly id: string;
  readonly icon?: IconName;
  readonly label: string;
  readonly help?: string;
  /** Shows the help as code. */
  readonly isCode?: boolean;
  readonly tone?: 'danger';
  readonly onAction: () => void;
}

/** What a menu offers, in its order. */
export type MenuItems = readonly (MenuChoice | 'separator')[];
