import { useEffect, useState } from 'react';
import type { ComponentType } from 'react';
import { useLocale } from '../language/language.tsx';

const loads: (() => Promise<unknown>)[] = [];

/**
 * A component that is loaded after the first picture, which waits for nothing that it does not show: above all not for
 * the component library, which only such components use. Nothing stands in for it while it is not there, and it comes
 * as soon as it can: React lets what is behind a `Suspense` wait for a while once a fallback was shown.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  const once = async () => (loaded ??= await inLanguage(load));
  loads.push(once);
  return function Later(props: Props) {
    const [Shown, show] = useState(() => loaded);
    const [failure, fail] = useState<Error>();
    useEffect(() => {
      if (Shown !== undefined) return;
      once().then(
        (component) => show(() => component),
        (cause: unknown) => fail(new Error('A part of the page could not be loaded.', { cause })),
      );
    }, [Shown]);
    if (failure !== undefined) throw failure;
    return Shown === undefined ? <span hidden data-later /> : <Shown {...props} />;
  };
}

/** The controls of the component library speak the language of the UI too. */
async function inLanguage<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): Promise<ComponentType<Props>> {
  const [Component, { I18nProvider }] = await Promise.all([
    load(),
    import('react-aria-components/I18nProvider'),
  ]);
  return function InLanguage(props: Props) {
    return (
      <I18nProvider locale={useLocale()}>
        <Component {...props} />
      </I18nProvider>
    );
  };
}

/** Loads what is not there yet, so that it opens at once, even when the host has gone meanwhile. */
export async function loadTheRest(): Promise<void> {
  await Promise.allSettled(loads.map((load) => load()));
}
