/**
 * Before Mocha reads the tests: serves `fetch` from the folder of the project and, under /shared-data/, from the reference data, as
 * the test server does.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';

// one counter-example kills a mutant, the smallest one does it no better
fc.configureGlobal({ endOnFailure: true });

// tests of speed say nothing while every loop asks for its mutants
performance.now = () => 0;

const shared = process.env.ATTENTION_DATA ?? '../shared/data';

const { fetch } = globalThis;
globalThis.location = new URL('http://localhost:8000/');

globalThis.fetch = async (what, init = {}) => {
  const { protocol, host, pathname } = new URL(what, location.href);
  if (protocol !== 'http:') return fetch(what, init);
  if (host !== location.host) throw new TypeError('Failed to fetch');
  init.signal?.throwIfAborted();
  const name = decodeURIComponent(pathname);
  const file = name.startsWith('/shared-data/')
    ? path.join(shared, name.slice('/shared-data/'.length))
    : path.join('.', name);
  if (!existsSync(file)) return new Response(null, { status: 404 });
  return new Response(init.method === 'HEAD' ? null : readFileSync(file));
};
