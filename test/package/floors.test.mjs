import assert from 'node:assert/strict';
import test from 'node:test';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

// The rules in question need no types, and the snippets belong to no project.
const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });

async function messages(filePath, code) {
  const [result] = await eslint.lintText(code, { filePath });
  return result.messages.map((entry) => entry.message);
}

const violations = [
  ['src/core/x.ts', "import { html } from 'lit';\nhtml``;\n", /only src\/elements imports lit/],
  [
    'src/scene/x.ts',
    "import { Mesh } from 'pixi.js';\nnew Mesh();\n",
    /only src\/render\/pixi imports pixi\.js/,
  ],
  [
    'src/render/x.ts',
    "import { Mesh } from 'pixi.js';\nnew Mesh();\n",
    /only src\/render\/pixi imports pixi\.js/,
  ],
  [
    'src/elements/x.ts',
    "import { Mesh } from 'pixi.js';\nnew Mesh();\n",
    /only src\/render\/pixi imports pixi\.js/,
  ],
  [
    'src/elements/x.ts',
    "import { paint } from '../render/pixi/x.js';\npaint();\n",
    /loaded by import\(\) only/,
  ],
  ['src/x.ts', "export { paint } from './render/pixi/x.js';\n", /loaded by import\(\) only/],
  [
    'src/formats/x.ts',
    "import { run } from '../models/x.js';\nrun();\n",
    /formats lies below models, scene, render, elements, static, cli, define/,
  ],
  [
    'src/formats/y/x.ts',
    "import type { Run } from '../../models/x.js';\nexport type A = Run;\n",
    /formats lies below/,
  ],
  ['src/scene/x.ts', "export const later = () => import('../render/x.js');\n", /scene lies below render/],
  ['src/render/pixi/x.ts', "import { A } from '../../elements/x.js';\nA();\n", /render lies below elements/],
  ['src/core/x.ts', 'export const title = () => document.title;\n', /Unexpected use of 'document'/],
  ['src/core/x.ts', '\n'.repeat(301), /too many lines/],
  ['test/core/x.test.ts', "it.only('is the only one', () => {});\n", /every test runs/],
];

for (const [file, code, expected] of violations) {
  test(`lint finds in ${file}: ${code.trim().split('\n')[0] || 'more than 300 lines'}`, async () => {
    const found = await messages(file, code);
    assert.ok(
      found.some((message) => expected.test(message)),
      `expected a message like ${expected}, found ${JSON.stringify(found)}`,
    );
  });
}

const allowed = [
  [
    'src/elements/x.ts',
    "import { html } from 'lit';\nimport { a } from '../core/x.js';\nexport const x = html`${a}`;\n",
  ],
  ['src/elements/x.ts', "export const pixi = () => import('../render/pixi/index.js');\n"],
  ['src/render/pixi/x.ts', "import { Mesh } from 'pixi.js';\nimport { b } from '../x.js';\nnew Mesh(b);\n"],
];

for (const [file, code] of allowed) {
  test(`lint allows in ${file}: ${code.split('\n')[0]}`, async () => {
    assert.deepEqual(await messages(file, code), []);
  });
}
