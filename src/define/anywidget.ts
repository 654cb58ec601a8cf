/**
 * A widget for notebooks that load ES modules by the anywidget convention (Jupyter, marimo, Colab). The trait `tag` names
 * the element (default `attention-view`). Traits with the name of a property of the element are set on it and followed;
 * a trait `selected` takes what the reader chooses.
 */
import './index.js';

/** What anywidget hands to a module. */
interface WidgetModel {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
}

type Declared = { elementProperties?: Map<string, { state?: boolean }> };

/** Bytes of traits arrive as a DataView; `{data, shape}` is what the element takes. */
function fromTrait(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('data' in value) || !(value.data instanceof DataView))
    return value;
  const { buffer, byteOffset, byteLength } = value.data;
  return { ...value, data: new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength)) };
}

function render({ model, el }: { model: WidgetModel; el: HTMLElement }): () => void {
  const element = document.createElement((model.get('tag') as string | undefined) ?? 'attention-view');
  const { elementProperties } = element.constructor as Declared;
  const follow = [...(elementProperties ?? [])]
    .filter(([name, { state }]) => !state && model.get(name) !== undefined)
    .map(([name]) => {
      const listener = () => {
        // an empty trait is one that says nothing
        Reflect.set(element, name, fromTrait(model.get(name)) ?? undefined);
      };
      listener();
      model.on(`change:${name}`, listener);
      return [`change:${name}`, listener] as const;
    });
  const select = (event: Event) => {
    model.set('selected', (event as CustomEvent<unknown>).detail);
    model.save_changes();
  };
  if (model.get('selected') !== undefined) element.addEventListener('attention-select', select);
  el.append(element);
  return () => {
    follow.forEach(([event, listener]) => model.off(event, listener));
    element.remove();
  };
}

export default { render };
