/** What a push shows on a locked phone: that there is something, never what. Pushes arrive once a browser can be registered (`push/`). */

export interface Notice {
  readonly title: string;
  /** One of a kind takes the place of the one before. */
  readonly tag: string;
}

/** Words are not kept by the worker, nor is the person's language: it goes by the browser's. */
export function noticeOf(pushed: unknown, language: string): Notice {
  return { title: /^ja\b/i.test(language) ? "お知らせがあります" : "You have a new notice", tag: kindOf(pushed) };
}

/** The kind in what the push service hands on (`data.kind`); the rest of it is not looked at. */
function kindOf(pushed: unknown): string {
  const kind = inside(inside(pushed, "data"), "kind");
  return typeof kind === "string" && /^[a-z_]{1,40}$/.test(kind) ? kind : "notice";
}

function inside(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
