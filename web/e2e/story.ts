/**
 * The client against a running stack, as a page uses it: `node build/e2e/story.js ADDRESS`, with the access token of a resident who has a
 * notebook in the variable TOKEN. Ends with a non-zero status at the first thing that is not as it should be. `tests/e2e/test_web_client.py` runs it.
 */
import assert from "node:assert/strict";

import { connect, newAction, outcome } from "../src/api/index.js";

const RECORD = "/v1/residents/{resident_id}/daily-records/{record_id}";
const [address, token] = [process.argv[2], process.env["TOKEN"]];
assert.ok(address !== undefined && token !== undefined, "usage: TOKEN=… node story.js ADDRESS");
const api = connect({ address, token: async () => token, language: () => "ja" });

const me = await outcome(api.GET("/v1/me"));
assert.ok(me.ok);
const { resident_id } = me.value;
assert.ok(resident_id);

// Two taps on one button are one entry.
const taps = { params: { path: { resident_id }, header: { "Idempotency-Key": newAction() } }, body: { taken_at: new Date().toISOString(), steps: 4321 } };
const first = await outcome(api.POST("/v1/residents/{resident_id}/daily-records", taps));
const second = await outcome(api.POST("/v1/residents/{resident_id}/daily-records", taps));
assert.ok(first.ok && second.ok);
const { record_id } = first.value;
assert.equal(second.value.record_id, record_id);

// A change takes back the version that was read; a second one with the same version comes too late.
const path = { resident_id, record_id };
const shown = await outcome(api.GET(RECORD, { params: { path } }));
assert.ok(shown.ok && shown.version !== undefined);
assert.equal(shown.value.steps, 4321);
const header = { "If-Match": shown.version };
const changed = await outcome(api.PUT(RECORD, { params: { path, header }, body: { ...shown.value, steps: 5432 } }));
assert.ok(changed.ok);
const late = await outcome(api.PUT(RECORD, { params: { path, header }, body: { ...shown.value, steps: 1 } }));
assert.ok(!late.ok);
// Compiles only where the operation lists the code.
assert.ok(late.refusal.code === "version_mismatch", late.refusal.code);
assert.match(late.refusal.detail, /\p{Script=Hiragana}/u);
assert.ok(late.refusal.requestId);

// What is wrong with a field is said at the field.
const mood = await outcome(api.POST("/v1/residents/{resident_id}/daily-records", { ...taps, params: { path: { resident_id } }, body: { ...taps.body, mood: 9 } }));
assert.ok(!mood.ok);
assert.ok(mood.refusal.code === "invalid_value", mood.refusal.code);
assert.equal(mood.refusal.errors[0]?.pointer, "/mood");

// The gateway, which no function stands behind, refuses in its own words.
const nobody = connect({ address, token: async () => undefined, language: () => "ja" });
const unknown = await outcome(nobody.GET("/v1/me"));
assert.ok(!unknown.ok);
assert.deepEqual([unknown.refusal.code, unknown.refusal.status], ["unauthenticated", 401]);

const gone = await outcome(api.DELETE(RECORD, { params: { path } }));
assert.ok(gone.ok);
const again = await outcome(api.GET(RECORD, { params: { path } }));
assert.ok(!again.ok);
assert.ok(again.refusal.code === "not_found", again.refusal.code);
