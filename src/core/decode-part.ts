/** A part of an address as people read it; as it stands where a `%` in it means itself, which addresses may hold. */
export function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
