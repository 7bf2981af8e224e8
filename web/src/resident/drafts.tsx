/**
 * What was typed in a form and not sent: who leaves one by mistake finds it there again. In memory alone, for ten minutes, so that nobody keeps a morning's
 * value in the evening; of one person, and gone with the sign-in.
 */
import { useRef, useState } from "preact/hooks";

import { Banner } from "../components/banner.js";
import { Button } from "../components/button.js";
import { useWords } from "../words/use-words.js";
import { type KeptDraft, useHousehold } from "./person.js";

const KEPT_MS = 10 * 60_000;

export interface Drafting<Draft> {
  readonly draft: Draft;
  /** What the person typed. */
  readonly change: (changes: Partial<Draft>) => void;
  /** It was sent, or is not wanted: the form is as it was at first. */
  readonly startOver: () => void;
  /** While it is sent nobody finds it elsewhere, to send it twice; afterwards it is one of those that were not, where it was refused. */
  readonly lend: () => { readonly refused: () => void };
  /** It was typed before, and found again. */
  readonly found: boolean;
}

/**
 * The draft of a form. `name`: what it is of; with the version, where it is of something that is there already: over another one nothing typed is put. A form
 * without a name keeps nothing. `from`: a shorter form of the same, whose draft goes on in this one.
 */
export function useDraft<Draft extends object>(name: string | undefined, first: Draft | (() => Draft), from?: string): Drafting<Draft> {
  const { drafts: all } = useHousehold();
  const [start] = useState(first);
  // What this form keeps: another one of the same name, opened while this one was sent, has its own.
  const own = useRef<KeptDraft>();
  const lent = useRef(false);
  const put = (draft: Draft, at = Date.now()) => {
    if (name === undefined) return;
    own.current = { draft, at };
    all.set(name, own.current);
  };
  const forget = () => {
    if (name !== undefined && all.get(name) === own.current) all.delete(name);
    own.current = undefined;
  };
  const [before] = useState(() => {
    const names = [name, from].filter((key) => key !== undefined);
    for (const key of names) if (Date.now() - (all.get(key)?.at ?? 0) >= KEPT_MS) all.delete(key);
    // What was typed last counts.
    const [last] = names.filter((key) => all.has(key)).sort((one, other) => (all.get(other)?.at ?? 0) - (all.get(one)?.at ?? 0));
    const kept = last === undefined ? undefined : all.get(last);
    if (last === undefined || kept === undefined) return undefined;
    // What goes on here is not kept twice.
    if (last === from) all.delete(from);
    const draft = { ...start, ...(kept.draft as Draft) };
    put(draft, kept.at);
    return draft;
  });
  const [draft, set] = useState(before ?? start);
  const [found, setFound] = useState(before !== undefined);
  // Two changes in one moment are both there.
  const latest = useRef(draft);
  const show = (next: Draft) => {
    latest.current = next;
    set(next);
  };
  return {
    draft, found,
    change(changes) {
      const next = { ...latest.current, ...changes };
      // A field that is only left changes nothing.
      if (same(next, latest.current)) return;
      show(next);
      if (lent.current) return;
      if (same(next, start)) forget();
      else put(next);
    },
    lend() {
      lent.current = true;
      forget();
      const refused = () => {
        lent.current = false;
        if (name !== undefined && !all.has(name)) put(latest.current);
      };
      return { refused };
    },
    startOver() {
      lent.current = false;
      forget();
      setFound(false);
      show(start);
    },
  };
}

function same(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Says that what stands in a form was typed before. */
export function FoundDraft({ form: { found, startOver } }: { readonly form: Pick<Drafting<object>, "found" | "startOver"> }) {
  const { words: { common }, say } = useWords();
  if (!found) return null;
  return <Banner title={say(common.found)}><Button kind="line" onClick={startOver}>{say(common.startOver)}</Button></Banner>;
}
