import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

import { Button } from "../components/button.js";
import { Empty } from "../components/empty.js";
import { Skeleton } from "../components/skeleton.js";
import { useWords } from "../words/use-words.js";

type Load = () => Promise<{ readonly default: ComponentType }>;

export interface LazyScreen {
  (): preact.JSX.Element;
  /** Loads it before it is asked for, so that it opens without a network. */
  readonly preload: () => void;
}

/** A screen whose program is loaded when it is first opened. Where that fails, it says so and tries again. */
export function lazyScreen(load: Load): LazyScreen {
  let loaded: ComponentType | undefined;
  const get = async () => {
    loaded = (await load()).default;
  };
  function Screen() {
    const { words, say } = useWords();
    const [state, setState] = useState<"loading" | "failed" | "ready">(loaded ? "ready" : "loading");
    const open = () => {
      setState("loading");
      get().then(() => setState("ready"), () => setState("failed"));
    };
    useEffect(() => {
      if (!loaded) open();
    }, []);
    if (state === "ready" && loaded) {
      const Loaded = loaded;
      return <Loaded />;
    }
    return (
      <div class="app"><main class="main">
        {state === "failed"
          ? <Empty icon="phone" title={say(words.problem.title)} action={<Button kind="line" onClick={open}>{say(words.common.again)}</Button>}>{say(words.problem.part)}</Empty>
          : <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} />}
      </main></div>
    );
  }
  return Object.assign(Screen, { preload: () => void get().catch(() => {}) });
}
