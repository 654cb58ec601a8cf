import type { Model, ModelRun, RunInput, RunOptions } from '../model.js';
import { dataFromParts } from './data-from-parts.js';
import type { DiagramData } from './diagram-data.js';

/** Runs a checkpoint and keeps every stage of every layer: real numbers for each block of its diagram. */
export async function runDiagram(
  model: Pick<Model, 'run'>,
  input: RunInput,
  options: Omit<RunOptions, 'want'> = {},
): Promise<DiagramData> {
  return dataFromRun(await model.run(input, { ...options, want: { trace: true } }));
}

/** What a run gives, as a diagram takes it. */
export function dataFromRun({ parts, trace = {}, next, classes }: ModelRun): DiagramData {
  const { source, encoder, decoder } = dataFromParts(parts);
  const says = next ?? classes;
  return {
    source,
    ...(encoder && { encoder: { ...encoder, ...(trace.encoder && { trace: trace.encoder }) } }),
    ...(decoder && { decoder: { ...decoder, ...(trace.decoder && { trace: trace.decoder }) } }),
    ...(says && { next: says }),
  };
}
