import { GUARDED_ADDRESSES } from '../provider/parts.ts';
import { startWorld } from '../provider/world.ts';
import type { World, WorldOptions } from '../provider/world.ts';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';

export interface WorldHome extends AsyncDisposable {
  readonly world: World;
  readonly home: FobHome;
}

/**
 * The demo world, and a data directory that has its profiles and secrets, given to Fob by its command line; those of prod are
 * armed.
 */
export async function makeWorldHome(options?: WorldOptions): Promise<WorldHome> {
  await using undo = new AsyncDisposableStack();
  const world = await startWorld(options);
  undo.defer(() => world.close());
  const home = undo.use(await makeFobHome());
  await home.fob(['profile', 'add', '--file', '-'], { input: JSON.stringify(world.profiles) });
  await Promise.all(
    world.secrets.map(({ address, member, value }) =>
      home.fob(['secret', 'set', address, member], { input: value }),
    ),
  );
  for (const address of GUARDED_ADDRESSES) await home.fob(['arm', address]);
  const keep = undo.move();
  return { world, home, [Symbol.asyncDispose]: () => keep.disposeAsync() };
}
