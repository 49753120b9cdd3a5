import type { Tier } from '../../shared/profile.ts';

const SHAPES: Record<Tier, string> = {
  dev: 'M10 6A4 4 0 1 1 2 6a4 4 0 0 1 8 0z',
  test: 'M6 1.25 10.75 6 6 10.75 1.25 6z',
  prod: 'M2 2h8v8H2z',
};

/** A circle for dev, a diamond for test, a square for prod, each in its colour. The word stands beside it. */
export function TierMark({ tier }: { readonly tier: Tier }) {
  return (
    <svg className={`tier-mark tier-${tier}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[tier]} />
    </svg>
  );
}

/** The environment's name with its tier as shape, colour and word; the word only where the name does not say it. */
export function EnvironmentName({ id, tier }: { readonly id: string; readonly tier: Tier }) {
  return (
    <span className="environment-name">
      <span className="environment-label">
        <TierMark tier={tier} />
        <bdi className="environment-id">{id}</bdi>
      </span>
      {id !== tier && <span className={`tier-word tier-${tier}`}>{tier}</span>}
    </span>
  );
}
