/**
 * `npm run screenshots`: the pictures in the documentation, taken from the demo world and, of the desktop app, from states of the UI. With `--all` a picture of every
 * state at three sizes in two themes instead, in .cache/screenshots/, compared with those of the run before; `--only TEXT`
 * takes the states whose name holds it, `--check` exits 1 when any picture differs.
 */
import { parseArgs } from 'node:util';
import { takeDesktopPictures } from './desktop-pictures.ts';
import { takeGuidePictures } from './guide-pictures.ts';
import { takeStatePictures } from './state-pictures.ts';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

if (values.all || values.only !== undefined) {
  const differing = await takeStatePictures(values.only ?? '');
  process.exitCode = values.check && differing > 0 ? 1 : 0;
} else {
  await takeGuidePictures();
  await takeDesktopPictures();
}
