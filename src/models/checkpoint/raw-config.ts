import { fail, shownValue } from '../../formats/fail.js';

/** A config.json, read with checks. */
export class RawConfig {
  readonly #values: Record<string, unknown>;
  readonly #input: string;

  constructor(values: Record<string, unknown>, input = 'model (config.json)') {
    this.#values = values;
    this.#input = input;
  }

  /** The value under the first of these names that is there; null counts as absent. */
  get(...names: string[]): unknown {
    const name = names.find((each) => (this.#values[each] ?? null) !== null);
    return name === undefined ? undefined : this.#values[name];
  }

  /**
   * A number above 0.
   *
   * @throws InputError `format` where there is none, or it is no number
   */
  number(names: string | string[], otherwise?: number): number {
    const all = [names].flat();
    const value = this.get(...all) ?? otherwise;
    if (typeof value === 'number' && value > 0 && value < 2 ** 31) return value;
    const found = value === undefined ? `no ${all.join(' or ')}` : `${all[0]} ${shownValue(value)}`;
    return fail(this.#input, 'format', found, 'a number above 0');
  }

  /** A whole number above 0; see `number`. */
  count(names: string | string[], otherwise?: number): number {
    const value = this.number(names, otherwise);
    return Number.isInteger(value) ? value : this.unsupported([names].flat()[0]!, 'a whole number');
  }

  flag(name: string, otherwise: boolean): boolean {
    return Boolean(this.get(name) ?? otherwise);
  }

  text(names: string | string[], otherwise?: string): string {
    const value = this.get(...[names].flat()) ?? otherwise;
    return typeof value === 'string'
      ? value
      : fail(this.#input, 'format', `no ${[names].flat().join(' or ')}`, 'a name');
  }

  /** Token ids under a name: none, one or several. */
  ids(name: string): number[] {
    return [this.get(name)].flat().filter((id): id is number => Number.isInteger(id));
  }

  /** An object within, with the same checks. */
  inner(name: string): RawConfig | undefined {
    const value = this.get(name);
    return typeof value === 'object' && !Array.isArray(value)
      ? new RawConfig(value as Record<string, unknown>, `${this.#input}: ${name}`)
      : undefined;
  }

  /** Refuses a value that cannot be run. */
  unsupported(name: string, expected: string): never {
    return this.refuse(`${name} ${shownValue(this.get(name))}`, expected);
  }

  /** Refuses what several values come to. */
  refuse(found: string, expected: string): never {
    return fail(this.#input, 'unsupported', found, expected);
  }
}
