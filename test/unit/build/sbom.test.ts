import { describe, expect, it } from 'vitest';
import { shippedPart } from '../../../build/sbom.ts';

const component = (name: string, version: string) => ({ name, version, 'bom-ref': `${name}@${version}` });

describe('the bill of what is shipped', () => {
  const bom = {
    metadata: { component: { name: 'main' } },
    components: [
      component('jose', '6.0.0'),
      component('jose', '5.0.0'),
      component('electron', '45.4.1'),
      component('vitest', '5.0.0'),
      component('@napi-rs/keyring', '2.1.2'),
    ],
    dependencies: [
      { ref: 'fob@0.1.0', dependsOn: ['jose@6.0.0', 'vitest@5.0.0', 'electron@45.4.1'] },
      { ref: 'jose@6.0.0' },
      { ref: 'vitest@5.0.0', dependsOn: ['jose@5.0.0'] },
    ],
  };
  const packages = {
    '': { version: '0.1.0' },
    'node_modules/jose': { version: '6.0.0' },
    'node_modules/vitest': { version: '5.0.0', dev: true },
    'node_modules/vitest/node_modules/jose': { version: '5.0.0', dev: true },
    'node_modules/electron': { version: '45.4.1', dev: true },
    'node_modules/@napi-rs/keyring': { version: '2.1.2' },
  };

  it('has Electron and what is no development dependency, in the version that is shipped', () => {
    const shipped = shippedPart(bom, { packages });
    expect(shipped.components.map((one) => one['bom-ref'])).toEqual([
      'jose@6.0.0',
      'electron@45.4.1',
      '@napi-rs/keyring@2.1.2',
    ]);
    expect(shipped.dependencies).toEqual([
      { ref: 'fob@0.1.0', dependsOn: ['jose@6.0.0', 'electron@45.4.1'] },
      { ref: 'jose@6.0.0', dependsOn: [] },
    ]);
    expect(shipped.metadata.component.name).toBe('Fob');
  });
});
