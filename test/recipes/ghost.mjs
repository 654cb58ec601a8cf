/** A post with an HTML card as Ghost renders it, by its own package: post.json to standard output. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.resolve('package.json'));
const { DEFAULT_NODES } = require('@tryghost/kg-default-nodes');
const { LexicalHTMLRenderer } = require('@tryghost/kg-lexical-html-renderer');
const { JSDOM } = require('jsdom');

const post = await new LexicalHTMLRenderer({ dom: new JSDOM(), nodes: DEFAULT_NODES }).render(
  readFileSync('post.json', 'utf8'),
  { target: 'html' },
);
console.log(readFileSync('theme.html', 'utf8').replace('POST', () => post));
