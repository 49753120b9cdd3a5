import type { ComponentType } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { EnvironmentsView } from '../environments/environments-view.tsx';
import type { IconName } from '../ui/icon.tsx';
import { later } from '../ui/later.tsx';
import { Arrival } from './arrival.tsx';
import type { View } from './navigation.tsx';
import { ViewBoundary } from './view-boundary.tsx';

type ViewKind = View['kind'];

/** What a view is given: the state of the host, and the members of its {@link View}. */
type ViewProps<Kind extends ViewKind> = { readonly snapshot: Snapshot } & Omit<
  Extract<View, { readonly kind: Kind }>,
  'kind'
>;

interface ViewEntry<Kind extends ViewKind> {
  readonly icon: IconName;
  readonly Component: ComponentType<ViewProps<Kind>>;
}

/** A view that takes the focus once it is there. */
function arriving<Props extends object>(View: ComponentType<Props>): ComponentType<Props> {
  return function Arriving(props: Props) {
    return (
      <>
        <View {...props} />
        <Arrival />
      </>
    );
  };
}

/** Every view, in the order of the navigation. A kind without an entry is not offered. */
const VIEWS: { readonly [Kind in ViewKind]?: ViewEntry<Kind> } = {
  environments: { icon: 'layers', Component: arriving(EnvironmentsView) },
  compare: {
    icon: 'compare',
    Component: later(async () => arriving((await import('../compare/compare-view.tsx')).CompareView)),
  },
  inspect: {
    icon: 'inspect',
    Component: later(async () => arriving((await import('../inspect/inspect-view.tsx')).InspectView)),
  },
  refusal: {
    icon: 'question',
    Component: later(async () => arriving((await import('../refusal/refusal-view.tsx')).RefusalView)),
  },
  activity: {
    icon: 'activity',
    Component: later(async () => arriving((await import('../activity/activity-view.tsx')).ActivityView)),
  },
  settings: {
    icon: 'sliders',
    Component: later(async () => arriving((await import('../settings/settings-view.tsx')).SettingsView)),
  },
  about: {
    icon: 'info',
    Component: later(async () => arriving((await import('../about/about-view.tsx')).AboutView)),
  },
};

/** The views that can be gone to, with the picture beside their name. */
export const OFFERED_VIEWS = (Object.keys(VIEWS) as ViewKind[]).map((kind) => ({
  kind,
  icon: VIEWS[kind]?.icon ?? 'info',
}));

/** What a view shows. */
export function CurrentView({ view, snapshot }: { readonly view: View; readonly snapshot: Snapshot }) {
  const { kind, ...members } = view;
  // The entry of a kind takes that kind's members; TypeScript cannot follow the pair through the union.
  const Component = VIEWS[kind]?.Component as ComponentType<{ readonly snapshot: Snapshot }> | undefined;
  return (
    <ViewBoundary key={kind}>
      {Component !== undefined && <Component snapshot={snapshot} {...members} />}
    </ViewBoundary>
  );
}
