/** What was just done, on the screen where one then is, with the way to take it back. */
import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";

import type { Refusal } from "../api/index.js";
import { Banner } from "../components/banner.js";
import { Button } from "../components/button.js";
import { useServices } from "../data/use-read.js";
import { Sentence } from "../frame/problem.js";
import { useStillHere } from "../frame/still-here.js";
import { useWords } from "../words/use-words.js";

interface Done {
  readonly title: string;
  /** What comes next, such as that it waits for the network. */
  readonly next?: string | undefined;
  /** The write, where it can be taken back. */
  readonly key?: string;
  /** Takes back what was no waiting write; says why it did not come to that. */
  readonly undo?: () => Promise<Refusal<string> | undefined>;
  /** What is said where it was sent already, and taking it back is more than stopping it. */
  readonly undone?: string;
  /** The address on which it is shown. */
  readonly on: string;
}

interface Shows {
  readonly done: Done | undefined;
  readonly show: (next: (now: Done | undefined) => Done | undefined) => void;
}

/** Says what was done, from a screen that is still there. What it gives back changes that or takes it away, as long as nothing else was said since. */
type Says = (done: Done) => (changed: Done | undefined) => void;

const Context = createContext<Shows>({ done: undefined, show: () => {} });

export function DoneProvider({ children }: { children: ComponentChildren }) {
  const [done, show] = useState<Done>();
  return <Context.Provider value={{ done, show }}>{children}</Context.Provider>;
}

export function useDone(): Says {
  const { show } = useContext(Context);
  const isHere = useStillHere();
  return (done) => {
    if (!isHere()) return () => {};
    let said: Done | undefined = done;
    show(() => done);
    return (changed) => {
      const before = said;
      said = changed;
      show((now) => (now === before ? changed : now));
    };
  };
}

export function DoneBanner() {
  const { words, say } = useWords();
  const { outbox } = useServices();
  const { done, show } = useContext(Context);
  const { path } = useLocation();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal<string>>();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In sight, whatever was tapped far below; and the focus does not get lost with the button that was tapped.
    box.current?.scrollIntoView({ block: "nearest" });
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
    setRefusal(undefined);
  }, [done]);
  if (done === undefined || done.on !== path) return null;
  const undo = async () => {
    const unsent = outbox.waiting.some(({ key, triedAt }) => key === done.key && triedAt === undefined);
    if (done.key !== undefined) void outbox.undo(done.key);
    setBusy(true);
    const refused = await done.undo?.();
    setBusy(false);
    if (refused !== undefined) return setRefusal(refused);
    show((now) => (now === done ? { title: (!unsent && done.undone) || words.home.undone, on: path } : now));
  };
  return (
    <div ref={box} tabIndex={-1}>
      <Banner kind="ok" title={say(done.title)}>
        {done.next && <p>{say(done.next)}</p>}
        {refusal && <p><Sentence refusal={refusal} /></p>}
        {(done.key ?? done.undo) && <Button kind="quiet" small icon="undo" busy={busy} onClick={() => void undo()}>{say(words.common.undo)}</Button>}
      </Banner>
    </div>
  );
}
