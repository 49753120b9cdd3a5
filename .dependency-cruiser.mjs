/** Direction of the rooms (docs/map.md): shared <- core <- core/node <- agent <- {electron/main, cli}. */
const ELECTRON = '(^|/)node_modules/electron/|^electron$';
const ENGINE = { path: '^core/', pathNot: '^core/node/' };

/** Inside the engine a stage imports only earlier stages; `engine/` joins them. */
const STAGES = [
  'errors|ports',
  'profiles',
  'import',
  'grants',
  'tokens',
  'vault',
  'timers',
  'snapshot',
  'history',
  'engine',
];
const stageRules = STAGES.slice(0, -1).map((stage, index) => ({
  name: `stage-${stage.replace('|', '-')}`,
  severity: 'error',
  from: { path: `^core/(${stage})/` },
  to: { path: `^core/(${STAGES.slice(index + 1).join('|')})(/|\\.ts)` },
}));

const rule = (name, from, to) => ({ name, severity: 'error', from, to });

export default {
  forbidden: [
    rule('no-cycles', {}, { circular: true }),
    rule(
      'shared-imports-nobody',
      { path: '^shared/' },
      { path: '^(core|agent|electron|renderer|cli|test|build|bench)/' },
    ),
    rule(
      'core-knows-no-host',
      { path: '^core/' },
      { path: '^(agent|electron|renderer|cli|test|build|bench)/' },
    ),
    rule('core-knows-no-electron', { path: '^(core|shared|agent)/' }, { path: ELECTRON }),
    rule(
      'engine-knows-no-node',
      { path: '^(core|shared)/', pathNot: '^core/node/' },
      { dependencyTypes: ['core'] },
    ),
    rule('engine-knows-no-adapter', ENGINE, { path: '^core/node/' }),
    rule(
      'agent-knows-no-desktop',
      { path: '^agent/' },
      { path: '^(electron|renderer|cli|test|build|bench)/' },
    ),
    rule(
      'renderer-sees-only-shared',
      { path: '^renderer/' },
      { path: '^(core|agent|electron|cli|test|build|bench)/' },
    ),
    rule('renderer-knows-no-node', { path: '^renderer/' }, { dependencyTypes: ['core'] }),
    rule('cli-never-reaches-electron', { path: '^cli/' }, { path: ELECTRON, reachable: true }),
    rule('cli-knows-no-desktop', { path: '^cli/' }, { path: '^(electron|renderer|test|build|bench)/' }),
    rule(
      'preload-sees-only-shared',
      { path: '^electron/preload/' },
      { path: '^(core|agent|renderer|cli|electron/main)/' },
    ),
    rule('desktop-knows-no-cli', { path: '^electron/' }, { path: '^(renderer|cli|test|build|bench)/' }),
    rule(
      'product-never-imports-test',
      { path: '^(shared|core|agent|electron|cli|renderer|build)/' },
      { path: '^(test|bench)/' },
    ),
    rule(
      'engine-has-one-door',
      { path: '^(agent|electron|cli)/' },
      { path: '^core/', pathNot: '^core/(index\\.ts|node/)' },
    ),
    ...stageRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.d.ts'],
    },
  },
};
