import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { decodePart } from '../core/decode-part.js';

/** What stands in the address of a page for one diagram. */
export interface LinkState {
  focus: string;
  /** From 1; absent while nothing is played. */
  step?: number | undefined;
}

const pattern = /^(.*?)(?:@(\d+))?$/;

/** The state under a name in the hash of an address: `#diagram=encoder.2@5`; undefined where there is none. */
export function readLink(hash: string, name: string): LinkState | undefined {
  const text = new URLSearchParams(hash.replace(/^#/, '')).get(name);
  if (text === null) return undefined;
  const [, focus = '', step] = pattern.exec(text) ?? [];
  return { focus, ...(step && { step: Number(step) }) };
}

/** The hash with the state under a name, and everything else in it as it was. */
export function writeLink(hash: string, name: string, { focus, step }: LinkState): string {
  const parts = hash
    .replace(/^#/, '')
    .split('&')
    .filter((part) => part && decodePart(part.split('=')[0]!) !== name);
  if (focus || step) parts.push(`${encodeURIComponent(name)}=${focus}${step ? `@${step}` : ''}`);
  return parts.length ? `#${parts.join('&')}` : '';
}

/** Keeps the state of a diagram in the address of the page, under the name that the author gave; without one, nothing. */
export class Permalink implements ReactiveController {
  #follow: (state: LinkState) => void;
  #name: string | undefined;
  #written = '';
  #isConnected = false;

  constructor(host: ReactiveControllerHost, follow: (state: LinkState) => void) {
    this.#follow = follow;
    host.addController(this);
  }

  hostConnected(): void {
    this.#isConnected = true;
    addEventListener('hashchange', this.#read);
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    removeEventListener('hashchange', this.#read);
  }

  /** Takes the name that the author gave, and at the first time what the address says. */
  use(name: string | undefined): void {
    if (name === this.#name) return;
    this.#name = name;
    this.#written = '';
    if (this.#isConnected) this.#read();
  }

  /** Writes a state, without a new entry in the history: the way back leads to the page before, not through every step. */
  write(state: LinkState): void {
    if (!this.#name) return;
    const hash = writeLink(location.hash, this.#name, state);
    this.#written = hash;
    if (hash === location.hash) return;
    history.replaceState(history.state, '', hash || location.pathname + location.search);
  }

  #read = (): void => {
    if (!this.#name || location.hash === this.#written) return;
    const state = readLink(location.hash, this.#name);
    if (state) this.#follow(state);
  };
}
