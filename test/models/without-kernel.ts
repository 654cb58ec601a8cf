import { expect } from '@open-wc/testing';
import { currentKernel } from '../../src/core/kernel/current.js';
import { stopKernel } from '../../src/core/kernel/kernel-ready.js';
import type { Model } from '../../src/models/model.js';
import { openModel } from '../../src/models/open-model.js';

/** A model that computes on this thread in plain TypeScript, until `kernelReady` is called again. */
export async function openWithoutKernel(url: string): Promise<Model> {
  const model = await openModel(url, { worker: false, cache: false });
  // opening has started it
  stopKernel();
  expect(currentKernel()).to.equal(undefined);
  return model;
}
