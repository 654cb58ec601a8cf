export interface Terminal {
  isTTY?: boolean | undefined;
  write(text: string): unknown;
}

export interface ProgressLine {
  /** Says what is being done now, and how much of it is done, 0 to 1, where that is known. */
  tell(what: string, share?: number): void;
  /** Wipes the line. */
  end(): void;
}

/** Between two shares of the same work, milliseconds. */
const rest = 100;

const wipe = '\r\x1b[K';

/**
 * One line in a terminal that says what a command is doing, and leaves nothing behind; where nobody watches, nothing at
 * all. It is written at once, since most work here keeps the thread to itself until it is done.
 */
export function progressLine(terminal: Terminal, now = () => performance.now()): ProgressLine {
  let last = { what: '', at: -Infinity };
  return {
    tell(what, share) {
      if (!terminal.isTTY || (what === last.what && now() - last.at < rest)) return;
      last = { what, at: now() };
      terminal.write(`${wipe}${what}${share === undefined ? ' …' : `: ${Math.floor(100 * share)} %`}`);
    },
    end() {
      if (last.what) terminal.write(wipe);
      last = { what: '', at: -Infinity };
    },
  };
}
