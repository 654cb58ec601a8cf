/**
 * Registers an element under its name, unless the name is taken, perhaps by another copy of this library. Does nothing
 * where there is no registry, as on a server.
 */
export function define(name: string, element: CustomElementConstructor): void {
  const registry = globalThis.customElements as CustomElementRegistry | undefined;
  if (registry && !registry.get(name)) registry.define(name, element);
}
