/** A screen that exists in memory alone: browsers draw with WebGL on it where no display is attached. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** File of the X server that has no display, if it is installed. */
export const findScreen = () =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'Xvfb'))
    .find((file) => existsSync(file));

/** Starts it. `display` is its name, such as `:99`. */
export async function startScreen() {
  const arguments_ = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const screen = spawn(findScreen(), arguments_, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  process.once('exit', () => screen.kill());
  const [number] = await once(screen.stdio[3], 'data');
  return { display: `:${String(number).trim()}`, close: () => screen.kill() };
}
