import { expect } from '@open-wc/testing';
import type { AttentionData } from '../../src/core/attention-data.js';
import { headMatrix } from '../../src/core/attention-data.js';
import type { SideTrace } from '../../src/models/model.js';
import { expectClose, readNpy } from '../core/oracle.js';
import { sharedBytes, sharedJson } from '../shared-data.js';

/** An input of a tiny model of the reference data. */
export interface ReferenceInput {
  name: string;
  input_ids: number[];
  decoder_input_ids?: number[];
  token_type_ids?: number[];
  attention_mask?: number[];
}

/** What PyTorch gives for the models of the reference data, computed in float64. */
export function reference(model: string, folder = 'expected') {
  return {
    inputs: () => sharedJson<ReferenceInput[]>(`models/${model}/inputs.json`),
    array: async (input: string, name: string) =>
      readNpy(await sharedBytes(`models/${model}/${folder}/${input}/${name}.npy`)),
  };
}

export type Reference = ReturnType<typeof reference>;

/** All weights of a part, as float32: `[layers, heads, queries, keys]`. */
export const weightsOf = (part: AttentionData): number[] =>
  Array.from({ length: part.layers * part.heads }, (_, i) => [
    ...headMatrix(part, Math.floor(i / part.heads), i % part.heads),
  ]).flat();

/** Expects the weights and scores of a part to be those that PyTorch has under `prefix`. */
export async function expectPart(
  part: AttentionData,
  from: Reference,
  input: string,
  prefix = '',
  tolerance = 1e-5,
): Promise<void> {
  expectClose(weightsOf(part), await from.array(input, `${prefix}probs`), tolerance, `${prefix}probs`);
  const scores = await from.array(input, `${prefix}scores`);
  expectClose(part.scores!, scores, tolerance * 2, `${prefix}scores`);
}

/** Expects the residual stream, from the embedding to the output of the last layer. */
export async function expectStream(
  trace: SideTrace,
  from: Reference,
  input: string,
  prefix = '',
  tolerance = 1e-5,
): Promise<void> {
  const stream = [trace.embedding, ...trace.layers.slice(0, -1).map((layer) => layer.output), trace.output];
  const expected = await from.array(input, `${prefix}hidden_states`);
  expect(expected.length).to.equal(stream.length * trace.output.length);
  expectClose(
    stream.flatMap((x) => [...x]),
    expected,
    tolerance,
    `${prefix}hidden_states`,
  );
}

/** What every head of self-attention gives, `[layers, heads, tokens, dValue]`; of cross-attention where that is asked. */
export const headOutputs = (
  trace: SideTrace,
  of: 'selfAttention' | 'crossAttention' = 'selfAttention',
): number[] => trace.layers.flatMap((layer) => [...layer[of]!.stages.outputs]);

/** Key and value heads `[layers, kvHeads, tokens, dHead]`, each as often as query heads share it. */
export function repeated(x: number[], layers: number, kvHeads: number, heads: number): number[] {
  const size = x.length / layers / kvHeads;
  return Array.from({ length: layers * heads }, (_, i) => {
    const kv = Math.floor(i / heads) * kvHeads + Math.floor(((i % heads) * kvHeads) / heads);
    return x.slice(kv * size, (kv + 1) * size);
  }).flat();
}

/** Expects what each layer's attention reads from the residual stream to be what PyTorch hands from layer to layer. */
export async function expectResidual(part: AttentionData, from: Reference, input: string): Promise<void> {
  const states = await from.array(input, 'hidden_states');
  expectClose(part.residual!, states.slice(0, part.residual!.length), 1e-5, 'residual');
  expect(part.residual!.length).to.equal(part.layers * part.queries * part.dModel!);
}
