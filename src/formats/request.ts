import { fail } from './fail.js';

export interface RequestOptions {
  input: string;
  /** The address as messages show it. Default the whole. */
  shown?: string;
  signal?: AbortSignal;
  headers?: Record<string, string>;
  /** Default `omit`: no cookies. */
  credentials?: RequestCredentials;
}

export const megabytes = (bytes: number): string =>
  bytes < 1e6 ? `${bytes} bytes` : `${Math.round(bytes / 1e6)} MB`;

/**
 * Fetches a file and says why where that fails.
 *
 * @throws InputError `network`: no answer, CORS, or a status other than 2xx; the reason of `signal` when that aborts
 */
export async function request(url: string, options: RequestOptions): Promise<Response> {
  const response = await answer(url, options);
  if (!response.ok) refuse(response, url, options);
  return response;
}

/** The same for a file that need not be there: undefined where the server says so. S3 says 403 for what is missing. */
export async function requestOptional(url: string, options: RequestOptions): Promise<Response | undefined> {
  const response = await answer(url, options);
  if (response.ok) return response;
  if (![403, 404, 410].includes(response.status)) refuse(response, url, options);
  await response.body?.cancel();
  return undefined;
}

async function answer(url: string, options: RequestOptions): Promise<Response> {
  const { input, shown = url, signal, headers, credentials = 'omit' } = options;
  try {
    return await fetch(url, { credentials, ...(headers && { headers }), ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    const { origin, protocol, href } = globalThis.location ?? {};
    // a frame without allow-same-origin, whose address still names a site
    const isSandboxed = globalThis.origin === 'null' && protocol !== 'file:';
    let target: URL | undefined;
    try {
      target = new URL(url, href);
    } catch {
      // fetch has refused it already
    }
    const hint = !target
      ? 'This is no valid address.'
      : protocol === 'file:'
        ? 'A page opened from disk may load no files: serve it by a web server, or put the numbers into the page.'
        : isSandboxed
          ? 'To a sandboxed frame every file is on another site: its server must send the header Access-Control-Allow-Origin: *, or the sandbox allow-same-origin.'
          : target.origin !== origin
            ? `The file is on another site, which has to allow this page to read it (CORS: it must send the header Access-Control-Allow-Origin). Put the file beside the page, or on a host that sends it.`
            : 'Check the address and the connection.';
    return fail(input, 'network', `no answer from ${shown}`, 'a file that this page may read', hint, error);
  }
}

function refuse(
  { status, statusText }: Response,
  url: string,
  { input, shown = url, credentials }: RequestOptions,
): never {
  // only who could send cookies, and does not, is told of them
  const forbidden = credentials === 'omit' && (status === 401 || status === 403);
  fail(
    input,
    'network',
    `${`${status} ${statusText}`.trim()} for ${shown}`,
    'a file',
    forbidden
      ? 'The file is not for everybody. Where a cookie of this site opens it, write credentials="same-origin".'
      : 'Check the address: it is resolved against the address of the page.',
  );
}
