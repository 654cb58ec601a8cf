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

const groups = new Map<string, Set<SyncGroup>>();

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
    if (this.#name) groups.set(this.#name, (groups.get(this.#name) ?? new Set()).add(this));
  }

  hostDisconnected(): void {
    const group = this.#name ? groups.get(this.#name) : undefined;
    group?.delete(this);
    if (group?.size === 0) groups.delete(this.#name!);
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
    if (!this.#name) return;
    for (const member of groups.get(this.#name) ?? []) if (member !== this) member.#follow(state);
  }
}
