import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "vitest";

import { READS, keyOf } from "../../src/data/operations.js";
import { WRITES } from "../../src/data/writes.js";

const contract = JSON.parse(readFileSync("../infra/openapi.json", "utf8")) as { paths: Record<string, Record<string, { operationId?: string }>> };

test("every read and write goes where the contract has the operation of its name", () => {
  const reads = Object.entries(READS).map(([id, path]) => [id, "get", path] as const);
  const writes = Object.entries(WRITES).map(([id, { method, path }]) => [id, method.toLowerCase(), path] as const);
  for (const [id, method, path] of [...reads, ...writes]) assert.equal(contract.paths[path]?.[method]?.operationId, id);
});

test("answers are kept apart by operation and by person", () => {
  const key = (id: "get-today" | "get-resident", resident_id: string) => keyOf({ id, path: { resident_id } });
  assert.equal(new Set([key("get-today", "a"), key("get-today", "b"), key("get-resident", "a")]).size, 3);
});
