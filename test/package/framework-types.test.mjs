import assert from 'node:assert/strict';
import test from 'node:test';
import ts from 'typescript';

for (const file of ['react.tsx', 'solid.tsx', 'svelte.ts', 'vue.ts']) {
  test(`templates are typed as published: ${file}, also where a value is of the wrong type`, () => {
    const program = ts.createProgram([`test/frameworks/types/${file}`], {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
      jsx: ts.JsxEmit.Preserve,
      jsxImportSource: 'react',
    });
    const messages = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    assert.deepEqual(messages, []);
  });
}
