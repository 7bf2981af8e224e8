/**
 * Asks for `/config.json`. It is served as something to be asked for anew each time, because another deployment may have other clients; `ahead.ts` lets the
 * browser ask while the page's program is on its way, and takes only a question in these very words for the same one. What it says is read by `config.ts`.
 */
export function askConfig(ask: (path: string) => Promise<Response> = fetch): Promise<Response> {
  return ask("/config.json");
}
