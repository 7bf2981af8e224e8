import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "vitest";

import "../../src/data/staff-acts.js";
import { ACTS, FETCHES } from "../../src/data/acts.js";
import { READS, keyOf } from "../../src/data/operations.js";
import { WRITES } from "../../src/data/writes.js";

const contract = JSON.parse(readFileSync("../infra/openapi.json", "utf8")) as { paths: Record<string, Record<string, { operationId?: string }>> };

test("every read, fetch, write and act goes where the contract has the operation of its name", () => {
  const reads = [...Object.entries(READS), ...Object.entries(FETCHES)].map(([id, path]) => [id, "get", path] as const);
  const writes = [...Object.entries(WRITES), ...Object.entries(ACTS)].map(([id, { method, path }]) => [id, method.toLowerCase(), path] as const);
  for (const [id, method, path] of [...reads, ...writes]) assert.equal(contract.paths[path]?.[method]?.operationId, id);
});

test("answers are kept apart by operation, by person and by what was asked for", () => {
  const key = (id: "list-visits" | "get-resident", resident_id: string, query?: object) => keyOf({ id, path: { resident_id }, query });
  assert.equal(new Set([key("list-visits", "a"), key("list-visits", "b"), key("get-resident", "a"), key("list-visits", "a", { from: "2026-01-01" })]).size, 4);
  assert.equal(key("list-visits", "a", { from: "x", to: "y" }), key("list-visits", "a", { to: "y", from: "x", limit: undefined }));
  assert.equal(key("list-visits", "a"), key("list-visits", "a", {}));
});
