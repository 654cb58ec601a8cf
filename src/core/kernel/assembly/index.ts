/**
 * The kernel: the inner loops of the core in WebAssembly with 128-bit vectors. AssemblyScript, compiled by `npm run kernel`
 * into ../kernel-bytes.ts, once as it is and once with relaxed SIMD, whose fused multiply-add rounds once.
 *
 * Everything works on addresses in one memory that the caller lays out (../kernel.ts); nothing is allocated here. Several
 * instances may share that memory, each in a thread of its own.
 */
export { multiply } from './multiply';
export { multiplyFew } from './multiply-few';
export { multiplyPrecisely } from './multiply-precisely';
export { packRows, packColumns } from './pack';
export { adjust, hide, rowTops, softmaxRows } from './scores';
export { gelu, sigmoidUnit } from './activate';
export { widenHalf, widenBfloat, widenByte } from './widen';
export { useTile } from './layout';
