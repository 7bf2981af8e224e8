import type { ResidentStatus } from "../api/index.js";

/** What an act that wants a proved person waits for, as far as it is known who the person is. */
export function whyUnproved(status: ResidentStatus | undefined, own: boolean): "card" | "outside" | "review" | "other" {
  if (status === "outside_municipality") return "outside";
  if (status === "manual_review") return "review";
  return own && (status === undefined || status === "unverified") ? "card" : "other";
}
