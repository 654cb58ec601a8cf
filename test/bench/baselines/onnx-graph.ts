/**
 * Just enough of ONNX's protocol buffers to write a graph (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto): every
 * field is a tag, `number · 8 + kind`, and a value; messages and strings are preceded by their length.
 */

type Bytes = Uint8Array;
type Shape = readonly number[];
type Attribute = number | number[] | string | { float: number };

const text = new TextEncoder();

function varint(value: number): number[] {
  const out: number[] = [];
  // whole numbers below zero are 64 bits in two's complement
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
  out.push(Number(rest));
  return out;
}

const join = (parts: readonly Bytes[]): Bytes => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

const whole = (field: number, value: number): Bytes =>
  Uint8Array.from([...varint(field * 8), ...varint(value)]);
const message = (field: number, ...parts: Bytes[]): Bytes => {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return join([Uint8Array.from([...varint(field * 8 + 2), ...varint(length)]), ...parts]);
};
const string = (field: number, value: string): Bytes => message(field, text.encode(value));
const float = (field: number, value: number): Bytes =>
  join([Uint8Array.from(varint(field * 8 + 5)), new Uint8Array(Float32Array.of(value).buffer)]);

/** Kinds of attributes (AttributeProto.AttributeType). */
const kinds = { float: 1, int: 2, string: 3, ints: 7 };

function attribute(name: string, value: Attribute): Bytes {
  const head = string(1, name);
  if (typeof value === 'number') return message(5, head, whole(3, value), whole(20, kinds.int));
  if (typeof value === 'string') return message(5, head, string(4, value), whole(20, kinds.string));
  if (Array.isArray(value)) {
    return message(5, head, ...value.map((entry) => whole(8, entry)), whole(20, kinds.ints));
  }
  return message(5, head, float(2, value.float), whole(20, kinds.float));
}

function valueInfo(field: number, name: string, shape: Shape): Bytes {
  const dims = shape.map((size) => message(1, whole(1, size)));
  return message(field, string(1, name), message(2, message(1, whole(1, 1), message(2, ...dims))));
}

/** A graph that is written down node by node; every method gives the name of what it adds. */
export class OnnxGraph {
  readonly #parts: Bytes[] = [];
  #count = 0;

  input(name: string, shape: Shape): string {
    this.#parts.push(valueInfo(11, name, shape));
    return name;
  }

  output(name: string, shape: Shape): void {
    this.#parts.push(valueInfo(12, name, shape));
  }

  /** A constant, of float32 or of whole numbers (64 bits). */
  constant(data: Float32Array | number[], shape: Shape = [data.length]): string {
    const name = this.#name();
    const isFloat = data instanceof Float32Array;
    const numbers = isFloat ? data : BigInt64Array.from(data.map(BigInt));
    const raw = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    const dims = shape.map((size) => whole(1, size));
    this.#parts.push(message(5, ...dims, whole(2, isFloat ? 1 : 7), string(8, name), message(9, raw)));
    return name;
  }

  node(
    type: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute> = {},
    output = this.#name(),
  ) {
    this.#parts.push(
      message(
        1,
        ...inputs.map((input) => string(1, input)),
        string(2, output),
        string(4, type),
        ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
      ),
    );
    return output;
  }

  /** The file of a model with this graph, for operator set 20. */
  bytes(): Bytes {
    const graph = message(7, string(2, 'bench'), ...this.#parts);
    return join([whole(1, 9), message(8, string(1, ''), whole(2, 20)), graph]);
  }

  #name(): string {
    return `n${this.#count++}`;
  }
}
