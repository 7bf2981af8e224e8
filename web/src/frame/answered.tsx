import type { ComponentChildren } from "preact";

import { Banner } from "../components/banner.js";
import { Skeleton } from "../components/skeleton.js";
import type { Shown } from "../data/cache.js";
import { isoDay } from "../words/dates.js";
import { useWords } from "../words/use-words.js";
import { Problem } from "./problem.js";

interface Props<Value> {
  readonly read: Shown<Value> & { readonly again: () => void };
  readonly rows?: number;
  readonly children: (value: Value) => ComponentChildren;
}

/** What a read came to: rows to come, why there is nothing, or the value. One that could not be had anew is marked with its time, whatever the reason. */
export function Answered<Value>({ read, rows = 3, children }: Props<Value>) {
  const { words, say, dates } = useWords();
  const { value, at, refusal, again } = read;
  // A page may stay open for days.
  const when = (seen: Date) => `${isoDay(seen) === isoDay(new Date()) ? "" : `${dates.day(seen)} `}${dates.time(seen)}`;
  if (value === undefined) {
    if (refusal !== undefined) return <Problem refusal={refusal} again={again} />;
    return <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} rows={rows} />;
  }
  return (
    <>
      {refusal !== undefined && at !== undefined && (
        <Banner kind={refusal.status === 0 ? "offline" : "warn"} title={say(refusal.status === 0 ? words.offline.title : words.offline.older)}>{say(words.offline.seen(when(new Date(at))))}</Banner>
      )}
      {children(value)}
    </>
  );
}
