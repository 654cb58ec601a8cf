import { counts } from './counts.js';
import { Stage } from './stage.js';

/** How long the context outlives the last painter: an element that is moved in the page leaves and comes back. */
const linger = 2000;

let opening: Promise<Stage> | undefined;
let current: Stage | undefined;
let closing: ReturnType<typeof setTimeout> | undefined;

/** The page's stage, opened when there is none. A refusal is final: it is not asked for again. */
export function openStage(): Promise<Stage> {
  opening ??= Stage.open().then((stage) => {
    current = stage;
    closeLater();
    return stage;
  });
  return opening;
}

/** The stage, when it stands ready. */
export const currentStage = (): Stage | undefined => current;

/** Keeps the stage open until the returned function is called. */
export function joinStage(): () => void {
  counts.painters++;
  clearTimeout(closing);
  let joined = true;
  return () => {
    if (!joined) return;
    joined = false;
    counts.painters--;
    closeLater();
  };
}

function closeLater(): void {
  clearTimeout(closing);
  if (counts.painters > 0 || !current) return;
  closing = setTimeout(() => {
    current?.destroy();
    current = opening = undefined;
  }, linger);
}
