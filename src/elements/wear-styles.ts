import { adoptStyles, type CSSResult } from 'lit';

/**
 * Puts styles on a shadow root, whatever document it is in. Constructed style sheets belong to one document, and a root
 * that moves to another loses them: there it gets sheets of that document's own. A document without a window shows nothing.
 */
export function wearStyles(root: ShadowRoot, styles: CSSResult[]): void {
  const { defaultView } = root.ownerDocument;
  if (root.ownerDocument === document) return adoptStyles(root, styles);
  if (!defaultView) return;
  root.adoptedStyleSheets = styles.map(({ cssText }) => {
    const sheet = new defaultView.CSSStyleSheet();
    sheet.replaceSync(cssText);
    return sheet;
  });
}
