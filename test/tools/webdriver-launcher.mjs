/** A launcher of @web/test-runner for a browser that speaks plain W3C WebDriver: one window, one file of tests at a time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** One session of a driver: `call('POST', '/url', {url})` speaks to it, `close()` ends both. */
export async function startDriver({ driver, capabilities, env }) {
  const port = await freePort();
  const child = spawn(driver, [`--port=${port}`], { stdio: 'ignore', env: { ...process.env, ...env } });
  process.once('exit', () => child.kill());
  const ask = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      body: body && JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  for (let tries = 0; ; tries++) {
    try {
      await ask('GET', '/status');
      break;
    } catch (error) {
      if (tries === 100) throw error;
      await pause(100);
    }
  }
  const { sessionId } = await ask('POST', '/session', { capabilities: { alwaysMatch: capabilities } });
  const call = (method, path, body) => ask(method, `/session/${sessionId}${path}`, body);
  await call('POST', '/timeouts', { script: 60_000, pageLoad: 60_000 });
  const close = async () => {
    await call('DELETE', '').catch(() => {});
    child.kill();
  };
  return { call, close };
}

/** `start()` resolves to `{call, close}`, as `startDriver` does. */
export function webdriverLauncher({ name, start }) {
  let session;
  let active;
  return {
    name,
    type: 'webdriver',
    concurrency: 1,
    async startSession(id, url) {
      session ??= await start();
      active = id;
      await session.call('POST', '/url', { url });
    },
    isActive: (id) => active === id,
    getBrowserUrl: () => session.call('GET', '/url'),
    async stopSession() {
      active = undefined;
      await session.call('POST', '/url', { url: 'about:blank' });
      return {};
    },
    startDebugSession() {
      throw new Error(`${name} has no debugger here`);
    },
    async stop() {
      await session?.close();
      session = undefined;
    },
  };
}
