import { readdirSync, readFileSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';

/** Whether this system tells how much memory a process holds. */
export const tellsMemory = process.platform === 'linux';

/** Bytes that the renderer processes hold, resident set, of the browser that has `marker` among its arguments. */
export function rendererMemory(marker) {
  let sum = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!command.includes('--type=renderer') || !command.includes(marker)) continue;
      sum += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
    } catch {
      // it has ended meanwhile
    }
  }
  return sum;
}

/** Watches the peak above what there is now, of one phase after another. */
export function watchMemory(marker) {
  const before = rendererMemory(marker);
  const peaks = {};
  let phase = 'open';
  const now = () => rendererMemory(marker) - before;
  const timer = setInterval(() => (peaks[phase] = Math.max(peaks[phase] ?? 0, now())), 20);
  // a test that fails must not wait for it
  timer.unref();
  return { peaks, now, enter: (name) => void (phase = name), stop: () => clearInterval(timer) };
}
