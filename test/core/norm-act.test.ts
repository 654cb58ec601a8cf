import { expect } from '@open-wc/testing';
import { gelu, geluTanh, quickGelu, relu, sigmoid, silu, softplus } from '../../src/core/activations.js';
import { feedForward } from '../../src/core/feed-forward.js';
import { layerNorm, rmsNorm } from '../../src/core/norms.js';
import { needSharedData } from '../shared-data.js';
import { expectClose, oracleCase } from './oracle.js';

// a few times the error that PyTorch itself makes in float32
const tolerance = 1e-6;
const both = (name: string) => [`${name}-a`, `${name}-b`];

describe('norms and activations equal PyTorch', () => {
  before(async function () {
    await needSharedData(this);
  });

  for (const name of both('activations')) {
    const functions = {
      gelu_erf: gelu,
      gelu_tanh: geluTanh,
      quick_gelu: quickGelu,
      silu,
      relu,
      sigmoid,
      tanh: Math.tanh,
      softplus,
    };
    it(`in all activations: ${name}`, async () => {
      const { inputs, outputs } = await oracleCase(`norm-act/${name}`);
      expect(Object.keys(outputs).sort()).to.deep.equal(Object.keys(functions).sort());
      for (const [key, f] of Object.entries(functions)) {
        expectClose(inputs.x!.map(f), outputs[key]!, tolerance, key);
      }
    });
  }

  for (const name of ['layernorm-1e-05', 'layernorm-1e-12'].flatMap(both)) {
    it(`in layerNorm: ${name}`, async () => {
      const { inputs, outputs, params } = await oracleCase(`norm-act/${name}`);
      const y = layerNorm(inputs.x!, inputs.weight!, inputs.bias, params.eps as number);
      expectClose(y, outputs.y!, tolerance);
    });
  }

  for (const name of both('rmsnorm')) {
    it(`in rmsNorm: ${name}`, async () => {
      const { inputs, outputs, params } = await oracleCase(`norm-act/${name}`);
      expectClose(rmsNorm(inputs.x!, inputs.weight!, params.eps as number), outputs.y!, tolerance);
    });
  }

  for (const name of both('ffn-swiglu')) {
    it(`in feedForward with a gate: ${name}`, async () => {
      const { inputs, outputs, shapes } = await oracleCase(`norm-act/${name}`);
      const weights = { up: inputs.up!, gate: inputs.gate!, down: inputs.down! };
      const { output } = feedForward(inputs.x!, weights, 'silu', shapes.x![1]!);
      expectClose(output, outputs.y!, 1e-5);
    });
  }
});

describe('activations', () => {
  it('stay finite far from zero', () => {
    for (const f of [gelu, geluTanh, quickGelu, silu, relu]) {
      expect(f(1e4), f.name).to.equal(1e4);
      expect(Math.abs(f(-1e4)), f.name).to.equal(0);
    }
    expect(softplus(1e4)).to.equal(1e4);
    expect(softplus(-1e4)).to.equal(0);
  });
});
