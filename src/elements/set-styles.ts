import { noChange } from 'lit';
import { Directive, directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js';

/**
 * Sets style properties of an element from script: `<div ${setStyles({'--_color': 'red'})}>`. Lit's own `styleMap`
 * writes a style attribute the first time, which a content security policy without `unsafe-inline` forbids.
 */
class SetStyles extends Directive {
  private names = new Set<string>();

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('setStyles belongs on an element');
  }

  override update(part: ElementPart, [styles]: [Record<string, string>]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const name of this.names) if (!(name in styles)) style.removeProperty(name);
    this.names = new Set(Object.keys(styles));
    for (const [name, value] of Object.entries(styles)) style.setProperty(name, value);
    return noChange;
  }

  /** Gives the directive its arguments; only an element that is there can be styled. */
  render(...styles: [Record<string, string>]): typeof noChange {
    void styles;
    return noChange;
  }
}

export const setStyles = directive(SetStyles);
