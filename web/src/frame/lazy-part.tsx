import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { Language } from "../data/preferences.js";
import type { AnyLexicon } from "../words/lexicon.js";
import { useWords } from "../words/use-words.js";

interface Module<Props> {
  readonly default: ComponentType<Props>;
  /** The words that come with it. */
  readonly lexicons: readonly AnyLexicon[];
}

const AGAIN_MS = 5_000;

/** A part of a screen that is not in sight at first: it is loaded once the screen stands, and asked for until it is there. */
export function lazyPart<Props extends object>(load: () => Promise<Module<Props>>): ComponentType<Props> {
  let loaded: Module<Props> | undefined;
  const get = async (language: Language) => {
    const module = loaded ?? (await load());
    await Promise.all(module.lexicons.map((lexicon) => lexicon.load(language)));
    loaded = module;
  };
  return function Part(props: Props) {
    const { preferences: { language } } = useWords();
    const [, draw] = useState(0);
    const Loaded = loaded?.lexicons.every((lexicon) => lexicon.words(language) !== undefined) ? loaded.default : undefined;
    useEffect(() => {
      if (Loaded !== undefined) return;
      const open = () => void get(language).then(() => draw((count) => count + 1), () => {});
      open();
      const again = setInterval(open, AGAIN_MS);
      return () => clearInterval(again);
    }, [language, Loaded]);
    return Loaded ? <Loaded {...props} /> : null;
  };
}
