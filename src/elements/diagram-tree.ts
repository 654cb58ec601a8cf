import { html, nothing, type TemplateResult } from 'lit';
import type { Architecture, BlockPath } from '../core/architecture/architecture.js';
import { childrenOf, parentOf, segmentsOf } from '../core/architecture/paths.js';

/** One line of the tree of blocks. */
export interface TreeLine {
  path: BlockPath;
  level: number;
  position: number;
  siblings: number;
  /** Undefined where there is nothing inside. */
  expanded?: boolean;
}

/** The lines of the tree that are open: children are asked for only where the reader has opened their block. */
export function treeLines(architecture: Architecture, open: ReadonlySet<BlockPath>): TreeLine[] {
  const lines: TreeLine[] = [];
  const add = (path: BlockPath, level: number, position: number, siblings: number) => {
    const children = childrenOf(architecture, path);
    const expanded = children.length ? open.has(path) : undefined;
    lines.push({ path, level, position, siblings, ...(expanded !== undefined && { expanded }) });
    if (expanded) children.forEach((child, i) => add(child, level + 1, i + 1, children.length));
  };
  add('', 1, 1, 1);
  return lines;
}

/** The block itself and all blocks around it. */
export function wayTo(path: BlockPath): BlockPath[] {
  const parts = segmentsOf(path);
  return ['', ...parts.map((_, i) => parts.slice(0, i + 1).join('.'))];
}

/** What a key does in the tree (WAI-ARIA Authoring Practices, tree view): where the cursor goes, what opens or closes. */
export interface TreeMove {
  cursor: BlockPath;
  open?: BlockPath;
  close?: BlockPath;
}

export function moveInTree(lines: TreeLine[], cursor: BlockPath, key: string): TreeMove | undefined {
  const at = Math.max(
    0,
    lines.findIndex(({ path }) => path === cursor),
  );
  const line = lines[at]!;
  const to = (index: number) => ({ cursor: lines[Math.min(lines.length - 1, Math.max(0, index))]!.path });
  switch (key) {
    case 'ArrowDown':
      return to(at + 1);
    case 'ArrowUp':
      return to(at - 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(lines.length - 1);
    case 'ArrowRight':
      if (line.expanded === undefined) return { cursor: line.path };
      return line.expanded ? to(at + 1) : { cursor: line.path, open: line.path };
    case 'ArrowLeft':
      if (line.expanded && line.path !== '') return { cursor: line.path, close: line.path };
      return { cursor: parentOf(line.path) ?? '' };
    default:
      return undefined;
  }
}

/** Id of a line in the shadow tree. */
export const treeId = (path: BlockPath): string => `block-${path.replaceAll('.', '_') || 'model'}`;

/** The open lines for assistive technology; the picture shows the same to the eye. */
export function treeItems(
  lines: TreeLine[],
  cursor: BlockPath,
  nameOf: (path: BlockPath) => string,
): TemplateResult {
  return html`${lines.map(
    ({ path, level, position, siblings, expanded }) =>
      html`<div
        role="treeitem"
        id=${treeId(path)}
        aria-level=${level}
        aria-posinset=${position}
        aria-setsize=${siblings}
        aria-expanded=${expanded === undefined ? nothing : expanded}
        aria-selected=${path === cursor}
      >
        ${nameOf(path)}
      </div>`,
  )}`;
}
