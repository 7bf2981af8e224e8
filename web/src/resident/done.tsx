/** What was just done, on the screen where one then is, with the way to take it back. */
import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";

import type { Refusal } from "../api/index.js";
import { Banner } from "../components/banner.js";
import { Button } from "../components/button.js";
import type { Sent } from "../data/outbox.js";
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
  /** What it comes to: said here for as long as nothing else was done. What is refused is shown with all that came back. */
  readonly sent?: Promise<Sent> | undefined;
  /** Takes back what was no waiting write; says why it did not come to that. */
  readonly undo?: () => Promise<Refusal<string> | undefined>;
  /** What is said where it was sent already, and taking it back is more than stopping it. */
  readonly undone?: string;
  /** The address on which it is shown. */
  readonly on: string;
  /** It is said in the notebook that is opened next as well: the one it was about is none of the account's any more. */
  readonly beyond?: boolean;
}

interface Shows {
  readonly done: Done | undefined;
  /** `after`: only where that is still what is shown. */
  readonly show: (done: Done | undefined, after?: Done) => void;
}

const Context = createContext<Shows>({ done: undefined, show: () => {} });

/** `of`: whose notebook is open. What was done in one is not said in another. */
export function DoneProvider({ of, children }: { of: string; children: ComponentChildren }) {
  const [done, set] = useState<Done>();
  const opened = useRef(of);
  // While it is drawn, so that not even one frame says it.
  if (opened.current !== of) {
    opened.current = of;
    if (done !== undefined && done.beyond !== true) set(undefined);
  }
  const { words } = useWords();
  const { outbox } = useServices();
  const { path } = useLocation();
  const before = useRef(path);
  // It is said once: whoever left the screen where it was said does not find it there again.
  useEffect(() => {
    const left = before.current;
    before.current = path;
    if (left !== path) set((now) => (now?.on === left ? undefined : now));
  }, [path]);
  const show: Shows["show"] = (next, after) => {
    set((now) => (after === undefined || now === after ? next : now));
    void next?.sent?.then((came) => {
      if (came.is === "refused") outbox.giveBack(came);
      const more = came.is === "waiting" ? words.home.waiting : came.is === "done" && came.told?.join(" ");
      if (more !== undefined && more !== false) show({ ...next, next: more, sent: undefined }, next);
      // What was taken back here before it was answered says so itself.
      else if (came.is !== "done" && !(came.is === "stopped" && next.key !== undefined)) show(undefined, next);
    });
  };
  return <Context.Provider value={{ done, show }}>{children}</Context.Provider>;
}

/** Says what was done, from a screen that is still there; what it came to is said wherever the person is by then. Undefined: what was said before is not so any more. */
export function useDone(): (done: Done | undefined) => void {
  const { show } = useContext(Context);
  const isHere = useStillHere();
  return (done) => {
    if (isHere()) show(done);
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
    // In sight, whatever was tapped far below; and the focus gets lost neither with the button that was tapped nor below the window,
    // where a sheet that closes gives it back.
    box.current?.scrollIntoView({ block: "nearest" });
    setRefusal(undefined);
    const timer = setTimeout(() => {
      const here = document.activeElement;
      if (here === null || here === document.body || here.getBoundingClientRect().top > innerHeight) box.current?.focus({ preventScroll: true });
    });
    return () => clearTimeout(timer);
  }, [done]);
  if (done === undefined || done.on !== path) return null;
  const undo = async () => {
    const unsent = outbox.waiting.some(({ key, triedAt }) => key === done.key && triedAt === undefined);
    const sent = done.key === undefined ? undefined : outbox.undo(done.key);
    setBusy(true);
    const refused = await done.undo?.();
    setBusy(false);
    if (refused !== undefined) return setRefusal(refused);
    show({ title: (!unsent && done.undone) || words.home.undone, on: path, sent }, done);
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
