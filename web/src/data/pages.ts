/** Lists that are answered page by page. */
import type { AnswerOf, QueryOf, ReadId } from "./operations.js";

/** The reads that go on where a cursor says. */
export type PagesId = { [Id in ReadId]: [QueryOf<Id>] extends [never] ? never : "cursor" extends keyof QueryOf<Id> ? Id : never }[ReadId];

interface Paged {
  /** The list, where it is not `items`. */
  readonly list: string;
  /** What says where it goes on, where it is not `next_cursor`. */
  readonly next: string;
  /** What stands beside the list when pages are put together, where that is not what the first page says. */
  readonly beside?: (first: Record<string, unknown>, page: Record<string, unknown>) => Record<string, unknown>;
}

const USUAL: Paged = { list: "items", next: "next_cursor" };

const UNUSUAL: Readonly<Record<string, Paged>> = {
  "get-access-log": {
    ...USUAL,
    // Each page says whether what it shows is whole: one that is not is not hidden by the others.
    beside: (first, page) => ({ verified: first["verified"] === true && page["verified"] === true, first_bad: first["first_bad"] ?? page["first_bad"] }),
  },
  "list-medications": {
    ...USUAL,
    // What to look at is said of the medicines of each page.
    beside: (first, page) => ({ alerts: [...(first["alerts"] as unknown[]), ...(page["alerts"] as unknown[])], known_alerts: [...(first["known_alerts"] as unknown[]), ...(page["known_alerts"] as unknown[])] }),
  },
  "get-visit": { list: "notes", next: "notes_next_cursor" },
};

/** Where a list goes on; `undefined` at its end, and for what is no list. */
export function cursorOf(id: ReadId, value: unknown): string | undefined {
  const next = (value as Record<string, unknown> | undefined)?.[(UNUSUAL[id] ?? USUAL).next];
  return typeof next === "string" ? next : undefined;
}

/** A list with its next page. */
export function joined<Id extends ReadId>(id: Id, before: AnswerOf<Id>, page: AnswerOf<Id>): AnswerOf<Id> {
  const { list, next, beside } = UNUSUAL[id] ?? USUAL;
  const [first, last] = [before as Record<string, unknown>, page as Record<string, unknown>];
  return { ...first, ...beside?.(first, last), [list]: [...(first[list] as unknown[]), ...(last[list] as unknown[])], [next]: last[next] } as AnswerOf<Id>;
}
