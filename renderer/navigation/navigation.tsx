import { createContext, use } from 'react';
import type { Address } from '../../shared/profile.ts';

/** The ways to a new profile, in the order of the dialog's tabs. */
export const ADD_WAYS = ['issuer', 'preset', 'import', 'file', 'blank'] as const;
export type AddWay = (typeof ADD_WAYS)[number];

/** What fills the page. The environments are home; with an address, its details stand beside them. */
export type View =
  | { readonly kind: 'environments'; readonly address?: Address }
  | { readonly kind: 'compare'; readonly left?: Address; readonly right?: Address }
  | { readonly kind: 'inspect' }
  | { readonly kind: 'refusal'; readonly address?: Address }
  | { readonly kind: 'activity'; readonly address?: Address }
  | { readonly kind: 'settings' }
  | { readonly kind: 'about' };

/** A long form over the view. */
export type Form =
  { readonly kind: 'add'; readonly way: AddWay } | { readonly kind: 'edit'; readonly address: Address };

/** What Back and Forward lead to. */
export interface Place {
  readonly view: View;
  readonly form?: Form;
}

/** None of the functions ever changes. */
export interface Navigation extends Place {
  /** Shows another view; a form that is open stays over it. */
  readonly go: (view: View) => void;
  readonly open: (form: Form) => void;
  readonly closeForm: () => void;
}

export const NavigationContext = createContext<Navigation | undefined>(undefined);

/** Where the person is, and how to go elsewhere. */
export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (navigation === undefined) throw new Error('There is no navigation around this component.');
  return navigation;
}
