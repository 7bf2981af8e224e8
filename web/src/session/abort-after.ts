/** Gives up after a while, as `AbortSignal.timeout` does; iOS 15 has none. */
export function abortAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}
