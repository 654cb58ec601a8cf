import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import ts from 'typescript';

const folder = 'test/frameworks/types';
const options = {
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
};

/** What TypeScript has against a file, or against a text in its place. */
function complaints(file, text) {
  const host = ts.createCompilerHost(options);
  if (text !== undefined) {
    const isFile = (name) => path.resolve(name) === path.resolve(file);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (name) => isFile(name) || fileExists.call(host, name);
    host.readFile = (name) => (isFile(name) ? text : readFile.call(host, name));
    host.getSourceFile = (name, ...rest) =>
      isFile(name)
        ? ts.createSourceFile(name, text, options.target)
        : getSourceFile.call(host, name, ...rest);
  }
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

for (const file of ['react.tsx', 'solid.tsx', 'svelte.ts', 'vue.ts']) {
  test(`templates are typed as published: ${file}, also where a value is of the wrong type`, () => {
    assert.deepEqual(complaints(`${folder}/${file}`), []);
  });
}

test('the examples in README.md for templates are of the right types', () => {
  const examples = [...readFileSync('README.md', 'utf8').matchAll(/```tsx\n([\s\S]*?)```/g)];
  assert.ok(examples.length >= 2);
  const around = `import { useSyncExternalStore } from 'react';
    import 'attention-elements/react';
    declare const [weights, tokens]: [number[][], string[]];
    declare const setQuery: (query: number | undefined) => void;
    export const example = () => {
      EXAMPLE
    };`;
  for (const [, example] of examples) {
    const [imports, rest] = [example.match(/^import.*$/gm) ?? [], example.replaceAll(/^import.*$/gm, '')];
    const text = `${imports.join('\n')}\n${around.replace('EXAMPLE', () => rest)}`;
    assert.deepEqual(complaints(`${folder}/readme.tsx`, text), [], example);
    assert.notDeepEqual(complaints(`${folder}/readme.tsx`, text.replace('weights={', 'wieghts={')), []);
  }
});

const { modules } = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
const elements = modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);

/** Names of attributes and properties with the property that each sets; and the names of events. */
function namesOf({ tagName, name, attributes, members, events }) {
  const properties = members.filter(
    ({ kind, static: isStatic, readonly }) => kind === 'field' && !isStatic && !readonly,
  );
  const settable = Object.fromEntries([
    ...attributes.map((attribute) => [attribute.name, attribute.fieldName]),
    ...properties.map((property) => [property.name, property.name]),
  ]);
  return { tagName, className: name, settable, events: events.map((event) => event.name).filter(Boolean) };
}

const pascal = (name) => name.replace(/(^|-)(\w)/g, (_, dash, letter) => letter.toUpperCase());

/** How each framework writes the type of a tag's props, properties by other names, and listeners. */
const frameworks = {
  react: {
    props: (tag) => `React.JSX.IntrinsicElements['${tag}']`,
    head: `import type * as React from 'react';`,
  },
  solid: {
    props: (tag) => `JSX.IntrinsicElements['${tag}']`,
    head: `import type { JSX } from 'solid-js';`,
    also: ['prop:', 'attr:'],
    listener: (event) => `on:${event}`,
  },
  svelte: {
    props: (tag) => `SvelteHTMLElements['${tag}']`,
    head: `import type { SvelteHTMLElements } from 'svelte/elements';`,
  },
  vue: {
    props: (tag) => `InstanceType<GlobalComponents['${tag}']>['$props']`,
    head: `import type { GlobalComponents } from 'vue';`,
    listener: (event) => `on${pascal(event)}`,
  },
};

for (const [framework, { props, head, also = [], listener = (event) => `on${event}` }] of Object.entries(
  frameworks,
)) {
  for (const element of elements) {
    const { tagName, className, settable, events } = namesOf(element);
    test(`${framework} takes each attribute, property and event of <${tagName}>, by its type, and no others`, () => {
      assert.ok(Object.keys(settable).length > 20 && events.length > 4);
      const lines = Object.entries(settable).flatMap(([name, field]) =>
        ['', ...also].map((prefix) => `  '${prefix}${name}': Element['${field}'] | undefined;`),
      );
      const heard = events.map(
        (event) => `  '${listener(event)}': ((event: Events['${event}']) => void) | undefined;`,
      );
      const source = `${head}
import type { ${className} as Element, ${className}EventMap as Events } from 'attention-elements';
import type { TagProps } from '../../../dist/esm/frameworks/props.js';
import 'attention-elements/${framework}';
type Props = Required<${props(tagName)}>;
interface Expected {
${[...lines, ...heard].join('\n')}
}
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Wrong = { [K in keyof Expected]: K extends keyof Props ? (Same<Props[K] | undefined, Expected[K]> extends true ? never : K) : K }[keyof Expected];
type TooMuch = Exclude<keyof TagProps<'${tagName}'>, ${Object.keys(settable)
        .map((name) => `'${name}'`)
        .join(' | ')}>;
export const noneWrong: [Wrong] extends [never] ? 'fine' : Wrong = 'fine';
export const noneTooMuch: [TooMuch] extends [never] ? 'fine' : TooMuch = 'fine';
`;
      assert.deepEqual(complaints(`${folder}/manifest-${framework}.ts`, source), []);
    });
  }
}
