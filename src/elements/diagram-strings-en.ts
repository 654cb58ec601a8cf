import { diagramWordsEnglish } from './diagram-words-en.js';
import { drawn } from './drawn-words.js';
import { english as figureStrings } from './strings-en.js';

/** Every text that `<transformer-diagram>` shows, over those that all figures share. `{name}` stands for a value. */
export const english = {
  ...figureStrings,
  ...drawn(diagramWordsEnglish),
  // names of blocks that pictures have no word for
  errorTitle: 'This diagram could not be drawn',
  block_model: 'Transformer',
  block_residual: 'Residual sum',

  // what blocks do, in one or two sentences
  'about_model_encoder-decoder':
    'The encoder reads the source all at once. The decoder writes the target token by token and looks at the source through cross-attention.',
  about_model_encoder:
    'An encoder: every token sees every other one, in both directions. What comes out describes each token in its context.',
  about_model_decoder:
    'A decoder: every token sees itself and what stands before it. What comes out scores the word that comes next.',
  about_model_bare:
    'A decoder without an output: every token sees itself and what stands before it. What comes out describes each token by what led up to it.',
  about_model_vision: 'A vision transformer: an image, cut into patches, is read as a sequence of tokens.',
  about_encoder:
    '{count} layers of the same build, each with weights of its own. All tokens go through side by side.',
  about_decoder:
    '{count} layers of the same build, each with weights of its own. A mask hides from every token what comes after it.',
  about_embedding:
    'Looks up a vector of {dModel} numbers for every token, in a table with one row for each of {vocab} tokens.',
  about_patches:
    'Cuts the image into squares of {patch} × {patch} pixels and turns each into a vector of {dModel} numbers.',
  about_positions_sinusoidal:
    'Adds waves of different lengths that tell places apart; attention by itself knows no order. Nothing in it is learned.',
  about_positions_learned: 'Adds a learned vector for every place; attention by itself knows no order.',
  about_positions_rope:
    'Turns queries and keys by an angle that grows with the place, so that scores depend on how far apart two tokens are.',
  about_positions_alibi:
    'Takes from every score an amount that grows with the distance, faster in some heads than in others.',
  about_positions_relative:
    'Adds to every score a learned number that depends on how far apart two tokens are.',
  about_positions_none: 'This model is told nothing about places.',
  about_layer_encoder:
    'Attention lets tokens learn from each other; the feed-forward layer then works on each token alone. Both add to the residual stream.',
  about_layer_decoder:
    'Masked attention over what has been written, then the feed-forward layer on each token alone. Both add to the residual stream.',
  about_layer_cross:
    'Masked attention over what has been written, cross-attention to the source, then the feed-forward layer. All three add to the residual stream.',
  'about_self-attention':
    '{heads} heads look at the same tokens at the same time, each with its own query, key and value matrices. Their outputs are put side by side and mixed by one more matrix.',
  'about_masked-attention':
    '{heads} heads at the same time; every token sees only itself and what stands before it, so the model cannot look up the word that it is to guess.',
  'about_cross-attention':
    'Queries come from the target, keys and values from the encoder: every token of the target looks at the whole source.',
  about_shared:
    '{groups} groups of heads share keys and values (grouped-query attention), which keeps the cache small.',
  about_head:
    'One head: queries are compared with keys, the scores become shares, and the shares mix the values.',
  'about_feed-forward':
    'Two matrices with an activation function between them: each token goes to {dFeedForward} numbers and back to {dModel}. No token sees another one here.',
  'about_feed-forward_gated':
    'Widens each token to {dFeedForward} numbers twice; one copy, bent, opens and closes the other before a third matrix brings it back to {dModel}.',
  about_norm_layer:
    'Brings the numbers of every token to mean 0 and variance 1, then scales and shifts them.',
  about_norm_rms: 'Divides the numbers of every token by their root mean square, then scales them.',
  about_residual:
    'Adds what the sublayer has found to what came in, so that every layer only has to contribute a difference.',
  about_output:
    'Compares every vector with {vocab} word vectors and turns the scores into probabilities of the next word.',
  about_output_tied: 'The word vectors are those of the embedding, used a second time.',
  about_pooler: 'Takes the vector of the first token through one more layer, for tasks about the whole text.',
  about_classes: 'Turns the vector of the first token into scores of {count} classes.',
  about_query: 'What each token looks for: its vector times {weight}.',
  about_key: 'What each token can be found by: its vector times {weight}.',
  about_value: 'What each token hands over when it is looked at: its vector times {weight}.',
  about_scores: 'The dot product of every query with every key, divided by the square root of {dHead}.',
  about_scores_plain:
    'The dot product of every query with every key; the learned number for their distance is added.',
  about_mask: 'Scores of tokens that must not be seen become minus infinity.',
  about_softmax:
    'Turns each row of scores into shares: all positive, together 1. These are the attention weights.',
  'about_weighted-sum': 'Mixes the values in the proportion of the weights: one vector for each query.',
  about_concatenation: 'Puts the outputs of all {heads} heads side by side: {width} numbers for each token.',
  'about_output-projection':
    'Mixes the outputs of the heads, and brings them to the width of the residual stream.',
  about_up: 'Brings each token to {dFeedForward} numbers.',
  about_gate: 'A second widening, which decides how much of the first one gets through.',
  about_activation_relu: 'Sets negative numbers to zero.',
  about_activation_gelu: 'Bends the numbers: large ones stay, negative ones fade out smoothly (GELU).',
  about_activation_silu: 'Bends the numbers: large ones stay, negative ones fade out smoothly (SiLU).',
  about_down: 'Brings each token back to {dModel} numbers.',

  // facts about a block
  structure: 'Structure of the transformer',
  treeHelp:
    'Up and down walk through the blocks, right opens one, left closes it or goes up, Enter goes in, Escape goes out.',
  path: 'Where you are',
  parameters: 'Parameters',
  parameterCount: '{count} parameters',
  noParameters: 'none',
  shape: 'Shape',
  output: 'Out',
  weightsOf: 'Weights',
  times: '{count} ×',
  sharedWeight: 'shared with the embedding',
  axis_tokens: 'tokens',
  axis_sourceTokens: 'source tokens',
  axis_dModel: 'd_model',
  axis_dHead: 'd_head',
  axis_dFeedForward: 'd_ff',
  axis_vocab: 'vocabulary',
  axis_heads: 'heads',
  axis_joined: 'd_heads',
  axis_patch: 'patch',
  axis_classes: 'classes',
  numbersOf: '{name}: {rows} × {columns} numbers',
  numbersShown: 'Rows {fromRow}–{toRow} of {rows}, columns {fromColumn}–{toColumn} of {columns}.',
  columnsBack: 'Columns before',
  columnsOn: 'Columns after',
  rowsBack: 'Rows before',
  rowsOn: 'Rows after',
  valueAt: '{row}, {column}: {value}',
  onlyWeights: 'Only attention weights were given, so the other numbers are not known.',
  assumedWidths:
    'Only attention weights were given: widths are drawn as in the transformer of 2017, 64 numbers for each head.',
  onlyTokens: 'Drawn without numbers: these tokens have not been run through a model of this build.',
  openBlock: 'Opened: {name}. {about}',
  signedNote: 'around 0, each matrix on its own scale',
  badgeArchitecture: 'architecture only',
  nextToken: 'Next word',
  task_translation:
    'Translation: the encoder reads the source, once. The decoder writes the target, and looks across at every word of the source for each word that it writes.',
  task_summarisation:
    'Summarisation: the encoder reads the long text, once. The decoder writes a short one, and looks across at the places that it takes over.',
  task_chat:
    'Chat: question and answer are one text for a decoder. It reads the question, then writes the answer word by word, each added to the text that it reads.',

  // play
  playSlider: 'Step of the computation',
  playStart: 'Play the computation',
  playReset: 'Leave the computation',
  speed: 'Speed',
  speedOf: '{speed}×',
  play_embedding: 'Every token becomes a vector of {dModel} numbers, all at the same time.',
  play_embeddingSource:
    'Every token of the source becomes a vector of {dModel} numbers, all at the same time.',
  play_patches: 'The image is cut into {count} patches, and each becomes a vector of {dModel} numbers.',
  play_positions: 'Places are marked, since attention by itself knows no order.',
  play_selfAttention: 'Layer {layer}: {heads} heads let every token look at every other one.',
  play_maskedAttention:
    'Layer {layer}: {heads} heads let every token look at itself and what stands before it.',
  play_crossAttention: 'Layer {layer}: every token of the target looks at the whole source.',
  play_add: 'What was found is added to the residual stream.',
  play_addNorm: 'What was found is added to the residual stream, and the sum is normalised.',
  play_norm: 'The numbers of every token are normalised.',
  play_feedForward: 'Layer {layer}: the feed-forward layer works on every token alone.',
  play_layer: 'Layer {layer} does the same with weights of its own.',
  play_layers: 'Layers {from} to {to} do the same, one after the other, each with weights of its own.',
  play_finalNorm: 'The last norm.',
  play_memory: 'The source is read, once and for all. Keys and values of every decoder layer are made of it.',
  play_output: 'The output turns each vector into probabilities of {vocab} words.',
  play_pooler: 'The vector of the first token stands for the whole text.',
  play_classes: 'The vector of the first token becomes scores of {count} classes.',
  play_start: '“{token}” starts the text. There is nothing in the cache yet.',
  play_prompt: 'The prompt of {count} tokens is read at once.',
  play_join:
    '“{token}” joins as token {count}. Keys and values of the {cached} before it come from the cache; only its own are new.',
  play_tokenCross: '“{token}” looks at all {count} tokens of the source.',
  play_tokenLayers: '“{token}” goes through all {count} layers. The mask has grown by one row.',
  play_tokenOutput: '{vocab} words are scored. “{token}” comes next.',
  play_tokenLast: '{vocab} words are scored to tell what comes next.',
  play_tokenLastIs: '{vocab} words are scored. The most probable next one is “{token}” ({percent} %).',
  play_heads: 'All {heads} heads work at the same time.',

  // compare
  compareTitle: 'Recurrent network and transformer, step by step',
  compareRnn: 'Recurrent network',
  compareTransformer: 'Transformer',
  compareSequential: 'Sequential operations',
  comparePath: 'Longest path between two tokens',
  compareComplexity: 'Operations per layer',
  compareHops:
    'From “{from}” to “{to}”: {rnn} hops in the recurrent network, {attention} in the transformer.',
  comparePick: 'Choose two tokens to count the hops between them.',
  comparePlay:
    'The recurrent network has read {count} of {total} tokens. The transformer was done after its first step.',
};

/** The table of strings of one language; `head_` and an id name heads, as in figures of attention. */
export type DiagramStrings = typeof english & { [head: `head_${string}`]: string };
