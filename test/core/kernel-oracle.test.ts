import { expect } from '@open-wc/testing';
import { kernelReady } from '../../src/core/kernel/kernel-ready.js';
import { importOracleSuites } from './oracle-suites.js';

// before the suites are read, since some of them compute as they are
const ready = await kernelReady();

describe('with the kernel', () => {
  it('is there, in this browser', () => {
    expect(ready).to.be.true;
  });
});

await importOracleSuites();
