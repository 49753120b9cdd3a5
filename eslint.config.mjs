import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Time, chance and the network reach the engine through its ports only. */
const AMBIENT = ['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'performance'].map((name) => ({
  name,
  message: 'The engine reaches time and network through core/ports only.',
}));
const AMBIENT_PROPERTIES = [
  { object: 'Date', property: 'now' },
  { object: 'Math', property: 'random' },
  { object: 'crypto', property: 'getRandomValues' },
  { object: 'crypto', property: 'randomUUID' },
  { object: 'AbortSignal', property: 'timeout' },
].map((rule) => ({ ...rule, message: 'The engine reaches time and chance through core/ports only.' }));

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name.',
};

const ELECTRON_SUBPATHS = {
  group: ['electron/*'],
  message: "Import only from 'electron': the folder shadows the subpaths.",
};

const electronDoors = (file, importNames) => ({
  files: [file],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [ELECTRON_SUBPATHS],
        paths: [
          {
            name: 'electron',
            importNames,
            message: 'Use ipc/serve.ts for calls of a page, adapters/open-in-browser.ts for a URL.',
          },
        ],
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['dist/', '.cache/', 'node_modules/', 'coverage/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['vitest.config.ts'] } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true }],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['core/**/*.ts', 'shared/**/*.ts'],
    ignores: ['core/node/**'],
    rules: {
      'no-restricted-globals': ['error', ...AMBIENT],
      'no-restricted-properties': ['error', ...AMBIENT_PROPERTIES],
      'no-restricted-syntax': [
        'error',
        NO_DEFAULT_EXPORT,
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Ask the clock port for the time.',
        },
      ],
    },
  },
  {
    files: ['electron/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [ELECTRON_SUBPATHS] }] },
  },
  // One door for calls from a page (it checks the sender), and one that opens a URL (it checks that).
  electronDoors('electron/main/**/*.ts', ['ipcMain', 'shell']),
  electronDoors('electron/main/ipc/serve.ts', ['shell']),
  electronDoors('electron/main/adapters/open-in-browser.ts', ['ipcMain']),
  {
    files: ['renderer/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    // A message is what it says.
    files: ['electron/main/words/en.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    // A suite's describe block is long by nature; its cases are not.
    files: ['test/**/*.{ts,tsx}', 'bench/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'no-console': 'off' },
  },
  {
    // Programs that talk to a terminal.
    files: ['build/**/*.ts', 'vitest.config.ts'],
    rules: { 'no-console': 'off', 'no-restricted-syntax': 'off' },
  },
);
