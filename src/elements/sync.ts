import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Subject } from '../scene/scene.js';

/** What elements of a group share: what a reader has chosen, and where a reader is. */
export interface SharedState {
  layer?: number | number[] | string | undefined;
  head?: number | number[] | string | undefined;
  query?: number | undefined;
  key?: number | undefined;
  hover?: Subject | undefined;
}

interface Group {
  members: Set<SyncGroup>;
  /** What readers have chosen so far: for elements that come later, as those further down a page do. */
  said: SharedState;
}

const groups = new Map<string, Group>();

/** Membership of one element in a group of elements that follow each other, by the group's name. */
export class SyncGroup implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #follow: (state: SharedState) => void;
  #name: string | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, follow: (state: SharedState) => void) {
    this.#host = host;
    this.#follow = follow;
    host.addController(this);
  }

  hostConnected(): void {
    if (!this.#name) return;
    const group = groups.get(this.#name) ?? { members: new Set(), said: {} };
    groups.set(this.#name, group);
    group.members.add(this);
    if (Object.keys(group.said).length) this.#follow(group.said);
  }

  hostDisconnected(): void {
    const group = this.#name ? groups.get(this.#name) : undefined;
    group?.members.delete(this);
    if (group?.members.size === 0) groups.delete(this.#name!);
  }

  /** Moves to another group; undefined leaves all. */
  join(name: string | undefined): void {
    if (name === this.#name) return;
    this.hostDisconnected();
    this.#name = name;
    if (this.#host.isConnected) this.hostConnected();
  }

  /** Tells all other members. */
  tell(state: SharedState): void {
    const group = this.#name ? groups.get(this.#name) : undefined;
    if (!group) return;
    if (!('hover' in state)) Object.assign(group.said, state);
    for (const member of group.members) if (member !== this) member.#follow(state);
  }
}
