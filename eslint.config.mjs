import js from '@eslint/js';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

/** The floors of the house, from the ground up: a file imports from its own floor or from below. */
const floors = ['core', 'formats', 'models', 'scene', 'render', 'elements', 'static', 'cli', 'define'];

const noLit = { regex: '^(lit|@lit)(/|$)', message: 'only src/elements imports lit' };
const noPixi = { regex: '^pixi\\.js(/|$)', message: 'only src/render/pixi imports pixi.js' };
const lazyPixi = {
  regex: '/pixi/',
  allowTypeImports: true,
  message: 'src/render/pixi is loaded by import() only: it brings all of pixi.js',
};
const noImports = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

const floorRules = floors.map((floor, level) => {
  const above = floors.slice(level + 1);
  const folder = `(^|/)\\.\\./(.*/)?(${above.join('|')})/`;
  const message = `imports go downward only: ${floor} lies below ${above.join(', ')}`;
  return {
    files: [`src/${floor}/**/*.ts`],
    rules: {
      ...noImports(
        ...(floor === 'elements' ? [] : [noLit]),
        noPixi,
        lazyPixi,
        ...(above.length ? [{ regex: folder, message }] : []),
      ),
      ...(above.length && {
        'no-restricted-syntax': [
          'error',
          { selector: `ImportExpression[source.value=/${folder.replaceAll('/', '\\u002F')}/]`, message },
        ],
      }),
      // pure floors run in Node and in workers
      ...(['core', 'scene'].includes(floor) && {
        'no-restricted-globals': ['error', 'window', 'document', 'navigator', 'HTMLElement', 'fetch'],
      }),
    },
  };
});

const browserAndNode =
  'addEventListener btoa Buffer caches CanvasRenderingContext2D clearInterval clearTimeout console createImageBitmap ' +
  'customElements document ErrorEvent fetch getComputedStyle getSelection Headers history HTMLCanvasElement ' +
  'localStorage location MutationObserver navigator OffscreenCanvas performance process requestAnimationFrame Response ' +
  'sessionStorage setImmediate setInterval setTimeout structuredClone TextDecoder TextEncoder URL ' +
  'URLSearchParams WebGL2RenderingContext window';

export default tseslint.config(
  {
    ignores: [
      'dist',
      '**/.cache',
      'coverage',
      '**/node_modules',
      'src/core/kernel/assembly',
      'test/bench/assembly',
      'test/frameworks/types',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(browserAndNode.split(' ').map((name) => [name, 'readonly'])),
    },
  },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked, lit['flat/recommended'], wc['flat/recommended']],
    rules: {
      // LitElement's updated() may be async
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { inheritedMethods: false } }],
    },
    languageOptions: {
      parserOptions: {
        project: ['./test/tsconfig.json', './src/cli/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', 300],
      'no-console': ['error', { allow: ['warn', 'error'] }],
      ...noImports(noLit, noPixi, lazyPixi),
    },
  },
  ...floorRules,
  {
    files: ['src/render/pixi/**/*.ts'],
    rules: noImports(noLit, {
      regex: '(^|/)\\.\\./(.*/)?(elements|static|cli|define)/',
      message: 'imports go downward only: render lies below elements, static, cli, define',
    }),
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // chai: `expect(x).to.be.true` is an expression, and chai-a11y-axe types every chain as a promise
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name=/^(it|describe)$/][property.name=/^(only|skip)$/]',
          message: 'every test runs; what cannot run here says so by this.skip()',
        },
      ],
    },
  },
);
