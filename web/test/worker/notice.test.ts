import { expect, test } from "vitest";

import { noticeOf, rings } from "../../src/worker/notice.js";

test("a push says that there is something, and nothing of what was pushed but its kind", () => {
  const pushed = { notification: { title: "アムロジピンの時間です", body: "1錠" }, data: { notification_id: "n-1", kind: "dose_due", due: "2026-11-25T08:00:00+09:00" } };
  expect(noticeOf(pushed, "ja-JP")).toEqual({ title: "お知らせがあります", tag: "dose_due", id: undefined });
  expect(noticeOf(pushed, "en")).toEqual({ title: "You have a new notice", tag: "dose_due", id: undefined });
});

test.each([undefined, null, "text", {}, { data: null }, { data: { kind: 3 } }, { data: { kind: "アムロジピン" } }])("of a push that is not the notebook's only that there is one: %j", (pushed) => {
  expect(noticeOf(pushed, "ja")).toEqual({ title: "お知らせがあります", tag: "notice", id: undefined });
});

test("one that takes the place of another rings, and the same one that comes twice does not", () => {
  const notice = noticeOf({ data: { kind: "dose_due", id: "abc-_1" } }, "ja");
  expect(notice.id).toBe("abc-_1");
  expect(rings(notice, [])).toBe(false);
  expect(rings(notice, [{ data: { id: "other" } }])).toBe(true);
  expect(rings(notice, [{ data: { id: "other" } }, { data: { id: "abc-_1" } }])).toBe(false);
  expect(rings(noticeOf({ data: { kind: "dose_due", id: "お薬" } }, "ja"), [{ data: { id: undefined } }])).toBe(true);
});
