import { createContext, use } from 'react';
import type { Address } from '../../shared/profile.ts';

/** What fills the page. The environments are home; with an address, its details stand beside them. */
export type View =
  | { readonly kind: 'environments'; readonly address?: Address }
  | { readonly kind: 'compare'; readonly left?: Address; readonly right?: Address }
  | { readonly kind: 'inspect' }
  | { readonly kind: 'refusal'; readonly address?: Address }
  | { readonly kind: 'activity'; readonly address?: Address }
  | { readonly kind: 'settings' }
  | { readonly kind: 'about' };

export interface Navigation {
  readonly view: View;
  readonly go: (view: View) => void;
}

export const NavigationContext = createContext<Navigation | undefined>(undefined);

/** Where the person is, and how to go elsewhere. */
export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (navigation === undefined) throw new Error('There is no navigation around this component.');
  return navigation;
}
