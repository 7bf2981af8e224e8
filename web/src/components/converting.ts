/**
 * Whether a key belongs to a Japanese conversion that is under way. Safari ends the composition before it tells of the Enter that ended it:
 * that key says nothing of composing, and only its code is the one of keys that an input method took.
 */
export function isConverting({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229;
}
