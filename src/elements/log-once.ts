const logged = new Set<string>();

/** Writes a message of an element to the console once for the life of the page. */
export function logOnce(tag: string, message: string, level: 'error' | 'warn' = 'error'): void {
  const line = `<${tag}> ${message}`;
  if (logged.has(line)) return;
  logged.add(line);
  if (level === 'warn') console.warn(line);
  else console.error(line);
}
