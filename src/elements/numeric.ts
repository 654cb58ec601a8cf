import type { ComplexAttributeConverter } from 'lit';

/** Numbers stay numbers in properties; what is no number is left for the check to report. */
export const numeric: ComplexAttributeConverter<number | number[] | string | undefined> = {
  fromAttribute: (value) => {
    if (value === null) return undefined;
    return value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value);
  },
  toAttribute: (value) =>
    Array.isArray(value) ? value.join(' ') : value === undefined ? null : String(value),
};
