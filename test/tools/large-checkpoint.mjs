/**
 * A GPT-2 of the usual width whose weights are made up while it is downloaded, so that checkpoints of any size can be
 * tried without a file of that size.
 */
import { once } from 'node:events';

const width = 768;

/** Words of its tokenizer: `w0`, `w1`, … */
const words = 256;

const block = (i) => [
  [`h.${i}.ln_1.weight`, [width]],
  [`h.${i}.ln_1.bias`, [width]],
  [`h.${i}.attn.c_attn.weight`, [width, 3 * width]],
  [`h.${i}.attn.c_attn.bias`, [3 * width]],
  [`h.${i}.attn.c_proj.weight`, [width, width]],
  [`h.${i}.attn.c_proj.bias`, [width]],
  [`h.${i}.ln_2.weight`, [width]],
  [`h.${i}.ln_2.bias`, [width]],
  [`h.${i}.mlp.c_fc.weight`, [width, 4 * width]],
  [`h.${i}.mlp.c_fc.bias`, [4 * width]],
  [`h.${i}.mlp.c_proj.weight`, [4 * width, width]],
  [`h.${i}.mlp.c_proj.bias`, [width]],
];

/** Small numbers, the same ones over and over: their values do not matter. */
const noise = Float32Array.from(
  { length: 1 << 18 },
  (_, i) => 0.04 * Math.sin(i * 12.9898) * Math.cos(i * 78.233),
);
// the upper half of a float32 is a bfloat16, and also the bits of some half float that is small
const upper = Uint16Array.from(new Uint32Array(noise.buffer), (bits) => bits >>> 16);

/**
 * Such a checkpoint: `size` in bytes, and `answer(name, request, response, headers)`, which sends the file of that name of
 * its folder, or says that there is none.
 */
export function largeCheckpoint({ layers, dtype, vocab = 50257 }) {
  const config = {
    model_type: 'gpt2',
    n_layer: layers,
    n_head: 12,
    n_embd: width,
    n_positions: 1024,
    vocab_size: vocab,
  };
  const tokenizer = {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(Array.from({ length: words }, (_, i) => [`w${i}`, i])),
      unk_token: 'w0',
    },
  };
  const tensors = [
    ['wte.weight', [vocab, width]],
    ['wpe.weight', [config.n_positions, width]],
    ...Array.from({ length: layers }, (_, i) => block(i)).flat(),
    ['ln_f.weight', [width]],
    ['ln_f.bias', [width]],
  ];
  let bodyLength = 0;
  const entries = tensors.map(([name, shape]) => {
    const start = bodyLength;
    bodyLength += (dtype === 'F32' ? 4 : 2) * shape.reduce((a, b) => a * b, 1);
    return [name, { dtype, shape, data_offsets: [start, bodyLength] }];
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const head = Buffer.concat([Buffer.alloc(8), header]);
  head.writeBigUInt64LE(BigInt(header.length));
  const chunk = Buffer.from((dtype === 'F32' ? noise : upper).buffer);
  const total = head.length + bodyLength;

  /** Bytes `from` to before `to` of the file, in pieces; its body repeats the noise. */
  async function send(response, from, to) {
    const closed = once(response, 'close');
    for (let at = from; at < to;) {
      const offset = (at - head.length) % chunk.length;
      const piece = at < head.length ? head.subarray(at, to) : chunk.subarray(offset, offset + to - at);
      // a page that leaves closes the connection, and nothing drains any more
      if (!response.write(piece))
        await Promise.race([once(response, 'drain'), closed]).catch(() => undefined);
      if (response.destroyed) return;
      at += piece.length;
    }
    response.end();
  }

  return {
    size: total,
    answer(name, request, response, headers) {
      const file = { 'config.json': config, 'tokenizer.json': tokenizer }[name];
      if (file)
        return response
          .writeHead(200, { ...headers, 'content-type': 'application/json' })
          .end(JSON.stringify(file));
      if (name !== 'model.safetensors') return response.writeHead(404, headers).end();
      const [, from = 0, to = total - 1] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
      response.writeHead(request.headers.range ? 206 : 200, {
        ...headers,
        'content-length': Number(to) - Number(from) + 1,
        'content-range': `bytes ${from}-${to}/${total}`,
        etag: '"1"',
      });
      return void send(response, Number(from), Number(to) + 1);
    },
  };
}
