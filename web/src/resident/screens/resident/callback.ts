/** The way to the app that reads the card, and what it brings back in the address. */
import type { FinishIdentityProofInput } from "../../../api/index.js";

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

/** Opens the app's page, and says whether it could be one: an address that is no page is not followed. */
export function leaveFor(address: string, page: Window = window): boolean {
  if (!/^https?:\/\//.test(address)) return false;
  page.location.assign(address);
  return true;
}
