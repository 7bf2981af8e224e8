/** Logs as the API seals them. */
import { createHash } from "node:crypto";

import type { AccessLogEntry, OperationName, Section } from "../../src/api/index.js";
import { GENESIS } from "../../src/resident/screens/disclosure/chain.js";

interface Look {
  readonly at?: string;
  readonly role?: AccessLogEntry["actor"]["role"];
  readonly name?: string | null;
  readonly institution?: { readonly code: string; readonly name: string } | null;
  readonly action?: OperationName;
  readonly sections?: Section[];
  readonly decision?: "allowed" | "refused";
}

const CLINIC = { code: "4312345678", name: "あらお中央内科" };

/** The looks in the order in which they were; the log has the newest first. */
export function logOf(looks: readonly Look[]): AccessLogEntry[] {
  let prev = GENESIS;
  return looks.map(({ at = "2026-11-24T05:12:00.000Z", role = "doctor", name = null, institution = CLINIC, action = "open-section", sections = ["medication"], decision = "allowed" }, place) => {
    const seq = place + 1;
    const record = ["health-notebook-audit-1", String(seq), at, "account-of-somebody", role, institution?.code ?? "", action, sections.join(","), decision, "", prev].join("\n");
    const hash = createHash("sha256").update(record).digest("hex");
    const entry = { seq, at, actor: { role, name, institution }, action, sections, decision, hash, prev, record };
    prev = hash;
    return entry;
  }).reverse();
}
