/** Follows a pointer beyond the edge of an element; one that has been lifted meanwhile needs no following. */
export function capturePointer({ currentTarget, pointerId }: PointerEvent): void {
  try {
    (currentTarget as Element).setPointerCapture?.(pointerId);
  } catch {
    // there is no such pointer any more
  }
}
