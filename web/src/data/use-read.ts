import { createContext } from "preact";
import { useContext, useEffect, useReducer } from "preact/hooks";

import type { Shown } from "./cache.js";
import { type AnswerOf, type PathOf, type Read, type ReadId, keyOf } from "./operations.js";
import { FRESH_MS, type Services } from "./services.js";
import { withWrites } from "./writes.js";

const Context = createContext<Services | undefined>(undefined);

export const ServicesProvider = Context.Provider;

export function useServices(): Services {
  const services = useContext(Context);
  if (services === undefined) throw new Error("a screen outside of its entry");
  return services;
}

/** Shows a read: at once what is known, then what is answered, always with what the person wrote and the server has not yet. */
export function useRead<Id extends ReadId>(id: Id, path: PathOf<Id>): Shown<AnswerOf<Id>> & { readonly again: () => void } {
  const { cache, outbox } = useServices();
  const read: Read<Id> = { id, path };
  const draw = useRedraw();
  const shown = cache.peek(read);
  useEffect(() => {
    const stop = [cache.subscribe(read, draw), outbox.subscribe(draw)];
    // What was answered between drawing and listening.
    if (cache.peek(read) !== shown) draw();
    void cache.refresh(read, FRESH_MS);
    return () => stop.forEach((end) => end());
  }, [keyOf(read), cache, outbox]);
  const value = shown.value === undefined ? undefined : withWrites(id, path, shown.value, outbox.waiting);
  return { ...shown, value, again: () => void cache.refresh(read) };
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
