/**
 * A part of what an element renders whose code is loaded when it is first wanted: undefined until it is there, and then
 * the element is rendered again.
 */
export function whenLoaded<Module>(
  load: () => Promise<Module>,
): (requestUpdate: () => void) => Module | undefined {
  let module: Module | undefined;
  let loading: Promise<Module> | undefined;
  return (requestUpdate) => {
    if (module) return module;
    loading ??= load().then((loaded) => (module = loaded));
    // a part that cannot be fetched stays away; the browser says why
    void loading.then(requestUpdate, () => undefined);
    return undefined;
  };
}
