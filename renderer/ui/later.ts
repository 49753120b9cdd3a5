import { lazy } from 'react';
import type { ComponentType } from 'react';

const loads: (() => Promise<unknown>)[] = [];

/** A component that is loaded after the first picture, which waits for nothing that it does not show. */
export function later<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  loads.push(load);
  return lazy(async () => ({ default: await load() }));
}

/** Loads what is not there yet, so that it opens at once, even when the host has gone meanwhile. */
export async function loadTheRest(): Promise<void> {
  await Promise.allSettled(loads.map((load) => load()));
}
