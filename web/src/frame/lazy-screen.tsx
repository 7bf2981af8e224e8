import { type ComponentChildren, type ComponentType, createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

import { Button } from "../components/button.js";
import { Empty } from "../components/empty.js";
import { Skeleton } from "../components/skeleton.js";
import type { Language } from "../data/preferences.js";
import type { AnyLexicon } from "../words/lexicon.js";
import { useWords } from "../words/use-words.js";

const Frame = createContext<ComponentType<{ children: ComponentChildren }>>(({ children }) => <div class="app"><main class="main">{children}</main></div>);

/** What stands around a screen that is not there yet, where that is not a page of its own. */
export const LoadingFrameProvider = Frame.Provider;

export interface LazyScreen {
  (): preact.JSX.Element;
  /** Loads it before it is asked for, so that it opens without a network. */
  readonly preload: (language: Language) => void;
}

/** A screen whose program, with the words that it needs, is loaded when it is first opened. Where that fails, it says so and tries again. */
export function lazyScreen(load: () => Promise<{ readonly default: ComponentType }>, ...lexicons: readonly AnyLexicon[]): LazyScreen {
  let loaded: ComponentType | undefined;
  const get = async (language: Language) => {
    const [program] = await Promise.all([loaded ?? load().then((module) => module.default), ...lexicons.map((lexicon) => lexicon.load(language))]);
    loaded = program;
  };
  function Screen() {
    const { words, say, preferences: { language } } = useWords();
    const Around = useContext(Frame);
    const [failed, setFailed] = useState(false);
    const [, setTries] = useState(0);
    const ready = loaded !== undefined && lexicons.every((lexicon) => lexicon.words(language) !== undefined);
    const open = () => {
      setFailed(false);
      get(language).then(() => setTries((tries) => tries + 1), () => setFailed(true));
    };
    // Also where the language changed while the words were on their way.
    useEffect(() => {
      if (!ready) open();
    }, [language]);
    if (ready && loaded) {
      const Loaded = loaded;
      return <Loaded />;
    }
    return (
      <Around>
        {failed
          ? <Empty icon="phone" title={say(words.problem.title)} action={<Button kind="line" onClick={open}>{say(words.common.again)}</Button>}>{say(words.problem.part)}</Empty>
          : <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} />}
      </Around>
    );
  }
  return Object.assign(Screen, { preload: (language: Language) => void get(language).catch(() => {}) });
}
