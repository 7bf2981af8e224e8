/** The way to the app that reads the card, and what it brings back in the address. */
import type { FinishIdentityProofInput } from "../../../api/index.js";
import { type Config, isSafe, loadConfig } from "../../../config.js";

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

const PLACE = "card-attempt";

/** Which attempt was begun in this tab, and by whom: what comes back to it is sent without asking. */
interface Attempt {
  readonly state: string;
  readonly account: string;
}

/** Whether what came back belongs to an attempt that this account began in this tab. A link of somebody else's, another person's attempt and a tab that the app opened do not. */
export function isOwnAttempt(state: string, account: string, page: Window = window): boolean {
  try {
    const kept = JSON.parse(page.sessionStorage.getItem(PLACE) ?? "null") as Attempt | null;
    return kept?.state === state && kept.account === account;
  } catch {
    return false;
  }
}

/** What came of leaving: `elsewhere` is an address where this deployment has no cards proved, `unknown` that nobody said where it has. */
export type Leaving = "left" | "elsewhere" | "unknown";

/** Opens the app's page, and no other: whatever the API says, a person is led to where this deployment has cards proved. */
export async function leaveFor(address: string, account: string, page: Window = window, ask: () => Promise<Config> = loadConfig): Promise<Leaving> {
  let config: Config;
  try {
    config = await ask();
  } catch {
    return "unknown";
  }
  if (!isWhereCardsAreProved(config, address)) return "elsewhere";
  try {
    page.sessionStorage.setItem(PLACE, JSON.stringify({ state: new URL(address).searchParams.get("state") ?? "", account } satisfies Attempt));
  } catch {
    // One is asked, then, when one comes back.
  }
  page.location.assign(address);
  return "left";
}

/** Whether an address is where this deployment has cards proved: a page sends nobody elsewhere. */
export function isWhereCardsAreProved({ identity }: Config, address: string): boolean {
  return isSafe(address) && address.startsWith(`${identity.authorization_endpoint}?`);
}
