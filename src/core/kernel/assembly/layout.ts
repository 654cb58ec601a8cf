/** Columns of a panel: what two vectors hold. */
export const WIDTH: usize = 8;

/** Bytes of one row of a panel. */
export const PANEL_ROW: usize = 32;

/** Steps of a sum that are taken in registers before they are added to the result: keeps rounding errors small. */
export const DEPTH: usize = 256;

/** 32 bytes that are always zero: the bias where there is none. */
export const ZEROS: usize = 0;

/** Room for one tile, where a panel reaches beyond the last column: each thread that shares the memory has its own. */
export let tile: usize = 64;

/** Says where this instance has its tile of 128 bytes. */
export function useTile(at: usize): void {
  tile = at;
}
