import type { Scene } from '../scene/scene.js';

/** Whether the tokens of a picture stand from right to left: the arrow keys then go where they point. */
export function runsFromRight({ targets }: Scene): boolean {
  const [first, second] = [0, 1].map((i) =>
    targets.find(
      (target) =>
        target.type === 'rect' &&
        ((target.subject.type === 'token' && target.subject.token === i) ||
          (target.subject.type === 'key' && target.subject.key === i)),
    ),
  );
  if (first?.type !== 'rect' || second?.type !== 'rect') return false;
  return first.y === second.y && second.x < first.x;
}

const turned: Record<string, string> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };

/** The name of a key as reading order has it. */
export const keyInOrder = (key: string, scene: Scene | undefined): string =>
  turned[key] && scene && runsFromRight(scene) ? turned[key] : key;
