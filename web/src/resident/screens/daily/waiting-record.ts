import type { NewDailyRecord } from "../../../api/index.js";
import type { Outbox } from "../../../data/outbox.js";

/** The write of a record that the server may not have yet, by the record's id. */
export function waitingRecord({ waiting }: Pick<Outbox, "waiting">, id: string): { readonly key: string; readonly record: NewDailyRecord } | undefined {
  for (const write of waiting) {
    if (write.id !== "create-daily-record" || write.undone) continue;
    const record: unknown = write.body;
    if (isRecord(record) && record.record_id === id) return { key: write.key, record };
  }
  return undefined;
}

function isRecord(body: unknown): body is NewDailyRecord {
  return typeof body === "object" && body !== null && "taken_at" in body;
}
