/** Asks for `/config.json` anew each time: another deployment may have other clients. What it says is read by `config.ts`, which comes later than the question. */
export function askConfig(ask: (path: string, init: RequestInit) => Promise<Response> = fetch): Promise<Response> {
  return ask("/config.json", { cache: "no-cache", credentials: "omit" });
}
