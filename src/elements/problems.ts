import { errorOf, InputError } from '../core/errors.js';
import { emit } from './events.js';
import { logOnce } from './log-once.js';

/** All that an element did not understand in its last update, as one error. */
export interface Problem {
  error: InputError;
  /** No new picture could be made: the one before stands, if there was one. */
  keeps: boolean;
}

/** Collects what an element does not understand while it updates. */
export class Problems {
  /** What keeps a new picture from being made. */
  readonly grave: InputError[] = [];
  /** Attributes without which it is made. */
  readonly aside: InputError[] = [];

  /** Does what may meet bad input. */
  attempt(action: () => void, found: InputError[] = this.grave): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      found.push(error);
    }
  }

  /** Tells the page, unless it was told the same in the update before. */
  tell(host: HTMLElement, before: Problem | undefined): Problem | undefined {
    const error = errorOf([...this.grave, ...this.aside]);
    if (!error) return undefined;
    if (error.message !== before?.error.message) {
      emit(host, 'error', error);
      logOnce(host.localName, error.message);
    }
    return { error, keeps: this.grave.length > 0 };
  }
}
