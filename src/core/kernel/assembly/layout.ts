/** Columns of a panel: what two vectors hold. */
export const WIDTH: usize = 8;

/** Bytes of one row of a panel. */
export const PANEL_ROW: usize = 32;

/** Steps of a sum that are taken in registers before they are added to the result: keeps rounding errors small. */
export const DEPTH: usize = 256;

/** 32 bytes that are always zero: the bias where there is none. */
export const ZEROS: usize = 0;

/** Room for one tile, where a panel reaches beyond the last column. */
export const TILE: usize = 64;
