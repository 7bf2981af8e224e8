import { createContext } from "preact";
import { useContext, useEffect, useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";

import type { Refusal } from "../api/index.js";
import type { Shown } from "./cache.js";
import { type AnswerOf, type PathOf, type QueryOf, type Read, type ReadId, keyOf } from "./operations.js";
import { type PagesId, cursorOf } from "./pages.js";
import { FRESH_MS, type Services } from "./services.js";
import { withWrites } from "./writes.js";

const Context = createContext<Services | undefined>(undefined);

export const ServicesProvider = Context.Provider;

export function useServices(): Services {
  const services = useContext(Context);
  if (services === undefined) throw new Error("a screen outside of its entry");
  return services;
}

/** A read on a screen. */
export type ShownRead<Id extends ReadId> = Shown<AnswerOf<Id>> & { readonly again: () => void };

/** Shows a read: at once what is known, then what is answered, always with what the person wrote and the server has not yet. */
export function useRead<Id extends ReadId>(id: Id, path: PathOf<Id>, query?: QueryOf<Id>): ShownRead<Id> {
  const { cache, outbox } = useServices();
  const read: Read<Id> = { id, path, query };
  const draw = useRedraw();
  const shown = cache.peek(read);
  // Before the next picture: the question is on its way while the phone still draws.
  useLayoutEffect(() => {
    const stop = [cache.subscribe(read, draw), outbox.subscribe(draw)];
    // What was answered between drawing and listening.
    if (cache.peek(read) !== shown) draw();
    void cache.refresh(read, FRESH_MS);
    return () => stop.forEach((end) => end());
  }, [keyOf(read), cache, outbox]);
  const value = shown.value === undefined ? undefined : withWrites(read, shown.value, outbox.waiting);
  return { ...shown, value, again: () => void cache.refresh(read) };
}

/** How a list goes on. */
export interface NextPage {
  /** Asks for the next page and appends it. */
  readonly more: () => void;
  readonly moreBusy: boolean;
  /** Why the next page was not given. The list itself stays as it is. */
  readonly moreRefusal: Refusal<string> | undefined;
  /** Whether everything is there. */
  readonly reachedEnd: boolean;
}

/** Shows a list that is answered page by page: `value` is all pages that were asked for, as one answer. Asked again, it comes with as many. */
export function usePages<Id extends PagesId>(id: Id, path: PathOf<Id>, query?: QueryOf<Id>): ShownRead<Id> & NextPage {
  const { cache } = useServices();
  const shown = useRead(id, path, query);
  const read: Read<Id> = { id, path, query };
  const key = keyOf(read);
  const busy = useRef<string>();
  const [next, setNext] = useState<{ readonly key: string; readonly busy: boolean; readonly refusal: Refusal<string> | undefined }>();
  // What is said of one list is not said of another.
  const { busy: moreBusy = false, refusal: moreRefusal } = next?.key === key ? next : {};
  const more = () => {
    if (busy.current === key) return;
    busy.current = key;
    setNext({ key, busy: true, refusal: undefined });
    void cache.more(read).then((refusal) => {
      if (busy.current !== key) return;
      busy.current = undefined;
      setNext({ key, busy: false, refusal });
    });
  };
  return { ...shown, more, moreBusy, moreRefusal, reachedEnd: shown.value !== undefined && cursorOf(id, shown.value) === undefined };
}

/** What waits and what came back, kept up to date. */
export function useOutbox() {
  const { outbox } = useServices();
  const draw = useRedraw();
  useEffect(() => outbox.subscribe(draw), [outbox]);
  return outbox;
}

function useRedraw(): () => void {
  return useReducer<number, void>((count) => count + 1, 0)[1] as () => void;
}
