/** The way to the app that reads the card, and what it brings back in the address. */
import type { FinishIdentityProofInput } from "../../../api/index.js";
import { type Config, isWhereCardsAreProved, loadConfig } from "../../../config.js";

const NAMES = ["code", "state", "error", "iss", "error_description", "error_uri", "session_state"] as const;

/** Takes what came back out of the address, into memory: it stands in no history, no bookmark and no link from here. */
export function takeCallback(page: Window = window): FinishIdentityProofInput | undefined {
  const { searchParams, pathname } = new URL(page.location.href);
  const state = searchParams.get("state");
  if (state === null || state === "") return undefined;
  const brought = Object.fromEntries(NAMES.flatMap((name) => {
    const value = searchParams.get(name);
    return value === null || value === "" ? [] : [[name, value]];
  }));
  page.history.replaceState(page.history.state, "", pathname);
  return { ...brought, state };
}

/** What came of leaving: `elsewhere` is an address where this deployment has no cards proved, `unknown` that nobody said where it has. */
export type Leaving = "left" | "elsewhere" | "unknown";

/** Opens the app's page, and no other: whatever the API says, a person is led to where this deployment has cards proved. */
export async function leaveFor(address: string, page: Window = window, ask: () => Promise<Config> = loadConfig): Promise<Leaving> {
  let config: Config;
  try {
    config = await ask();
  } catch {
    return "unknown";
  }
  if (!isWhereCardsAreProved(config, address)) return "elsewhere";
  page.location.assign(address);
  return "left";
}
