/** What an account's roles at a place let its pages show. The API decides; the pages only leave out what it would refuse. */
import type { Role } from "../api/index.js";

/** How the pages are arranged: for doctors and nurses, with medicines first, with daily values first, the list alone, or no patients at all. */
export type View = "care" | "medicines" | "daily" | "list" | "none";

export function viewOf(roles: readonly Role[]): View {
  const has = (...wanted: readonly Role[]) => wanted.some((role) => roles.includes(role));
  if (has("doctor", "nurse")) return "care";
  if (has("pharmacist")) return "medicines";
  if (has("public_health_nurse")) return "daily";
  return has("reception") ? "list" : "none";
}

/** Whether notebooks can be opened. */
export function opensNotebooks(view: View): boolean {
  return view !== "list" && view !== "none";
}
