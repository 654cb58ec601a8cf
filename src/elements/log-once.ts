const logged = new Set<string>();

/** Writes a message of an element to the console once for the life of the page. */
export function logOnce(tag: string, message: string): void {
  const line = `<${tag}> ${message}`;
  if (logged.has(line)) return;
  logged.add(line);
  console.error(line);
}
