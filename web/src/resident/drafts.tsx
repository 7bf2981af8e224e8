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
  const [before] = useState(() => {
    const last = [name, from].flatMap((key) => (key === undefined ? [] : (all.get(key) ?? [])))[0];
    const there = last !== undefined && Date.now() - last.at < KEPT_MS ? { at: last.at, draft: { ...start, ...(last.draft as Draft) } } : undefined;
    // What goes on here is not kept twice.
    if (from !== undefined && all.delete(from) && there) put(name, there);
    return there?.draft;
  });
  const [draft, set] = useState(before ?? start);
  const [found, setFound] = useState(before !== undefined);
  // Two changes in one moment are both there.
  const latest = useRef(draft);
  const show = (next: Draft) => {
    latest.current = next;
    set(next);
  };
  function put(key: string | undefined, kept: KeptDraft): void {
    if (key !== undefined) all.set(key, kept);
  }
  const forget = () => void (name !== undefined && all.delete(name));
  return {
    draft, found,
    change(changes) {
      show({ ...latest.current, ...changes });
      put(name, { draft: latest.current, at: Date.now() });
    },
    lend() {
      forget();
      return { refused: () => put(name, { draft: latest.current, at: Date.now() }) };
    },
    startOver() {
      forget();
      setFound(false);
      show(start);
    },
  };
}

/** Says that what stands in a form was typed before. */
export function FoundDraft({ form: { found, startOver } }: { readonly form: Pick<Drafting<object>, "found" | "startOver"> }) {
  const { words: { common }, say } = useWords();
  if (!found) return null;
  return <Banner title={say(common.found)}><Button kind="line" onClick={startOver}>{say(common.startOver)}</Button></Banner>;
}
