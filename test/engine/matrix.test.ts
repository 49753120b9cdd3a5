import { expect, it } from 'vitest';
import { runMatrix } from './matrix.ts';

it('every cell of grants x client authentication gets a token that its API accepts', async () => {
  const results = await runMatrix();
  expect(results.length).toBeGreaterThanOrEqual(40);
  expect(results.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
});
