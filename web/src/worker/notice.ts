/** What a push shows on a locked phone: that there is something, never what. */

export interface Notice {
  readonly title: string;
  /** One of a kind takes the place of the one before. */
  readonly tag: string;
  /** Which one of its kind it is; it says nothing else. None where none was pushed. */
  readonly id: string | undefined;
}

/** Words are not kept by the worker, nor is the person's language: it goes by the browser's. */
export function noticeOf(pushed: unknown, language: string): Notice {
  const data = inside(pushed, "data");
  const [kind, id] = [inside(data, "kind"), inside(data, "id")];
  return {
    title: /^ja\b/i.test(language) ? "お知らせがあります" : "You have a new notice",
    tag: typeof kind === "string" && /^[a-z_]{1,40}$/.test(kind) ? kind : "notice",
    id: typeof id === "string" && /^[\w-]{1,40}$/.test(id) ? id : undefined,
  };
}

/** Whether it rings: the same one that comes twice does not, another one of its kind does, though it takes the place of the one before. */
export function rings({ id }: Notice, shown: readonly { readonly data?: unknown }[]): boolean {
  return shown.length > 0 && (id === undefined || shown.every(({ data }) => inside(data, "id") !== id));
}

function inside(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
