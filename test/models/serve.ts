/** A server inside the page: answers `fetch` for made-up folders, as honest or dishonest as a test wants. */

type Body = string | Uint8Array<ArrayBuffer>;

export interface ServeOptions {
  /** Whether a part of a file can be had. Default true. */
  ranges?: boolean;
  /** Says nothing of lengths, as some servers on other sites. */
  hideLength?: boolean;
  /** Breaks the connection after so many bytes of weights. */
  breakAfter?: number;
  /** Ends as if complete after so many bytes of weights. */
  endAfter?: number;
  etag?: string;
}

export interface Served {
  /** Every request, as `path range`. */
  requests: string[];
  init: RequestInit[];
  /** Those that were given up before their end was read. */
  givenUp: string[];
  stop(): void;
}

const base = 'https://models.example/';

/** Serves files by path under `https://models.example/` until `stop`. Everything else goes to the network. */
export function serve(files: Record<string, Body>, options: ServeOptions = {}): Served {
  const real = globalThis.fetch;
  const served: Served = { requests: [], init: [], givenUp: [], stop: () => (globalThis.fetch = real) };
  globalThis.fetch = (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith(base)) return real(input, init);
    const path = url.slice(base.length);
    const range = new Headers(init.headers).get('range');
    const asked = range ? `${path} ${range}` : path;
    served.requests.push(asked);
    served.init.push(init);
    const body = files[path];
    if (body === undefined)
      return Promise.resolve(new Response('', { status: 404, statusText: 'Not Found' }));
    return Promise.resolve(respond(body, path, range, options, () => served.givenUp.push(asked)));
  };
  return served;
}

export const servedUrl = (path: string): string => base + path;

function respond(
  body: Body,
  path: string,
  range: string | null,
  options: ServeOptions,
  onCancel: () => void,
): Response {
  const all = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const { ranges = true, hideLength, breakAfter, endAfter, etag } = options;
  const isWeights = path.includes('.safetensors') && !path.endsWith('.json');
  const headers = new Headers(etag === undefined ? {} : { etag });
  const [, from, to] = /bytes=(\d+)-(\d+)/.exec((ranges && isWeights && range) || '') ?? [];
  const part = from === undefined ? all : all.slice(Number(from), Number(to) + 1);
  if (from !== undefined && !hideLength) headers.set('content-range', `bytes ${from}-${to}/${all.length}`);
  if (!hideLength) headers.set('content-length', String(part.length));
  const limit = isWeights ? (breakAfter ?? endAfter ?? Infinity) : Infinity;
  let at = 0;
  let isGivenUp = false;
  const stream = new ReadableStream<Uint8Array>({
    // the end comes after the last bytes, as over a network
    async pull(controller) {
      const end = Math.min(part.length, limit, at + 1000);
      if (end > at) {
        controller.enqueue(part.slice(at, end));
        at = end;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve));
      if (isGivenUp) return;
      if (at === part.length || endAfter !== undefined) controller.close();
      else controller.error(new TypeError('connection reset'));
    },
    cancel() {
      isGivenUp = true;
      onCancel();
    },
  });
  return new Response(stream, { status: from === undefined ? 200 : 206, headers });
}
