import { diagramScenes } from './diagrams.js';
import { describeScene, type Description } from './describe.js';
import { viewScenes } from './views.js';

export const scenes = { ...viewScenes, ...diagramScenes };

/** Every scene in short, or what it throws; `lines` gets all that they are made of. */
export function describeNamed(name: string, lines?: string[]): Description[] | string {
  try {
    return scenes[name]!().map((scene) => describeScene(scene, lines));
  } catch (error) {
    return String(error);
  }
}

export const describeAll = () =>
  Object.fromEntries(Object.keys(scenes).map((name) => [name, describeNamed(name)]));
