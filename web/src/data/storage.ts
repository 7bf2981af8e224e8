/** The storage of a page, for what stays on the device. A browser may refuse even to be asked. */
export function storageOf(page: Window): Storage | undefined {
  try {
    return page.localStorage;
  } catch {
    return undefined;
  }
}
