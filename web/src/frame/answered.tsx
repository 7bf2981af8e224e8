import type { ComponentChildren } from "preact";

import { Banner } from "../components/banner.js";
import { Skeleton } from "../components/skeleton.js";
import type { Shown } from "../data/cache.js";
import { useWords } from "../words/use-words.js";
import { Problem } from "./problem.js";

interface Props<Value> {
  readonly read: Shown<Value> & { readonly again: () => void };
  readonly rows?: number;
  readonly children: (value: Value) => ComponentChildren;
}

/** What a read came to: rows to come, why there is nothing, or the value; with its time where the network has gone since. */
export function Answered<Value>({ read, rows = 3, children }: Props<Value>) {
  const { words, say, dates } = useWords();
  const { value, at, refusal, again } = read;
  if (value === undefined) {
    if (refusal !== undefined) return <Problem refusal={refusal} again={again} />;
    return <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} rows={rows} />;
  }
  return (
    <>
      {refusal?.status === 0 && at !== undefined && at > 0 && <Banner kind="offline" title={say(words.offline.title)}>{say(words.offline.seen(dates.time(new Date(at))))}</Banner>}
      {children(value)}
    </>
  );
}
