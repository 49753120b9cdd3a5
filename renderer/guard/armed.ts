import type { EnvironmentView } from '../../shared/snapshot.ts';

type Guarded = Pick<EnvironmentView, 'guard'>;

/** Milliseconds for which tokens are still handed out; 0 when they are not, or when nothing guards them. */
export function armedLeft({ guard }: Guarded, now: number): number {
  return Math.max(0, (guard?.armedUntil ?? 0) - now);
}

/** Whether a person has to arm it before its token is handed out. */
export function needsArming(environment: Guarded, now: number): boolean {
  return environment.guard !== undefined && armedLeft(environment, now) === 0;
}
