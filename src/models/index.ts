/** Models that run in the page: checkpoints in Hugging Face layout, and the built-in textbook model. */
export * from '../core/architecture/index.js';
export { InputError, type InputErrorCode } from '../core/errors.js';
export type { AttentionData } from '../core/attention-data.js';
export { architectureOfData, checkFit, dataFromParts } from './diagram/data-from-parts.js';
export type { DiagramData, SideData } from './diagram/diagram-data.js';
export { modelArchitecture } from './diagram/model-architecture.js';
export { dataFromRun, runDiagram } from './diagram/run-diagram.js';
export {
  textbookDiagram,
  type TextbookDiagram,
  type TextbookDiagramInput,
} from './diagram/textbook-diagram.js';
export * from './model.js';
export { appendToken } from './append-token.js';
export { openModel } from './open-model.js';
export { setShippedModels, shippedModels, shippedModelUrl, type ShippedModel } from './shipped-models.js';
export { rankPredictions, type Ranked, type Ranking, type RankOptions } from './rank-predictions.js';
export { textbook, textbookParts, type TextbookInput } from './textbook.js';
