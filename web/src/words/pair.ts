/** What stands before and after a text that a person wrote: such a text never goes through a dictionary, so that it is shown as it is. */
export type Around = readonly [before: string, after: string];

export function pair(before: string, after: string): Around {
  return [before, after];
}
