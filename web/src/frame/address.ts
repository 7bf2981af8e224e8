/** Whether the router can read an address: one such as `/medicines/%ZZ`, cut off or mistyped, is a page that there is not. */
export function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
