import { describe, expect, it } from 'vitest';
import { forbiddenIn } from '../../../build/package/forbidden.ts';

const file = (path: string, content = '') => ({
  path,
  size: content.length,
  read: () => Promise.resolve(Buffer.from(content)),
});

describe('what must not be packed', () => {
  it.each([
    ['app.asar/node_modules/zod/index.js', '', 'of zod, a package that Fob does not ship'],
    ['app.asar/node_modules/@types/node/index.js', '', 'of @types/node, a package that Fob does not ship'],
    ['cli/node_modules/@napi-rs/other/index.js', '', 'of @napi-rs/other, a package that Fob does not ship'],
    [
      'app.asar/node_modules/@napi-rs/keyring/node_modules/a/b.js',
      '',
      'of a, a package that Fob does not ship',
    ],
    ['app.asar/test/unit/a.js', '', 'a test'],
    ['app.asar/dist/electron/a.test.js', '', 'a test'],
    ['app.asar/core/engine.ts', '', 'a source file'],
    ['app.asar/.env', '', 'of a kind that holds secrets'],
    ['app.asar/dist/electron/server.pem', '', 'of a kind that holds secrets'],
    ['cli/fob.js.map', '{"sourcesContent":["secret"]}', 'a source map with the sources'],
    ['cli/fob.js.map', 'not JSON', 'a source map with the sources'],
    [
      'cli/fob.js',
      '//# sourceMappingURL=data:application/json;base64,e30=',
      'a file with its source map inside',
    ],
    [
      'renderer/a.css',
      '/*# sourceMappingURL=data:application/json,{} */',
      'a file with its source map inside',
    ],
  ])('%s (%j)', async (path, content, reason) => {
    const found = await forbiddenIn([file('app.asar/package.json', '{}'), file(path, content)]);
    expect(found).toEqual([`${path} must not be packed: it is ${reason}.`]);
  });

  it('is none of what Fob is made of', async () => {
    const files = [
      file('app.asar/dist/electron/main.js', '//# sourceMappingURL=main.js.map'),
      file('app.asar/dist/electron/main.js.map', '{"sources":["a.ts"],"mappings":"AAAA"}'),
      file('app.asar/node_modules/@napi-rs/keyring/index.js'),
      file('app.asar.unpacked/node_modules/@napi-rs/keyring-linux-x64-gnu/keyring.linux-x64-gnu.node'),
      file('renderer/assets/inspect-view.js'),
    ];
    expect(await forbiddenIn(files)).toEqual([]);
  });
});
