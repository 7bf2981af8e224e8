import { type ComponentChildren, type ComponentType, createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

import { Skeleton } from "../components/skeleton.js";
import type { Language } from "../data/preferences.js";
import { useServices } from "../data/use-read.js";
import type { AnyLexicon } from "../words/lexicon.js";
import { useWords } from "../words/use-words.js";
import { Failed } from "./failed.js";
import { renew } from "./renew.js";

const Frame = createContext<ComponentType<{ children: ComponentChildren; failed?: boolean }>>(({ children }) => <div class="app"><main class="main">{children}</main></div>);

/** What stands around a screen that is not there yet, or that could not be loaded (`failed`), where that is not a page of its own. */
export const LoadingFrameProvider = Frame.Provider;

/** What a screen takes: the parameters of its address. */
type Parameters = Readonly<Record<string, string>>;

/** `params`: what the router read from the address. */
export interface LazyScreen<Taken extends object = object> {
  (props: { readonly params?: Taken }): preact.JSX.Element;
  /** Loads it before it is asked for, so that it opens without a network. */
  readonly preload: (language: Language) => Promise<void>;
}

/** The parameters of an address: `/visits/:id` has `id`. */
export type ParametersOf<Address> = Address extends `${string}:${infer Name}/${infer Rest}` ? Readonly<Record<Name, string>> & ParametersOf<`/${Rest}`>
  : Address extends `${string}:${infer Name}` ? Readonly<Record<Name, string>>
  : object;

/** A table of addresses and their screens: a screen that takes what its address does not have does not compile. What is fixed stands before what has parameters. */
export function routes<const Table extends { readonly [Address in keyof Table]: LazyScreen<ParametersOf<Address>> }>(table: Table): Table {
  return table;
}

/**
 * A screen whose program, with the words that it needs, is loaded when it is first opened. Where that fails, it says so and tries again; where the
 * server has another build by now, the page is opened anew, if nothing is lost by it.
 */
export function lazyScreen<Taken extends object>(load: () => Promise<{ readonly default: ComponentType<Taken> }>, ...lexicons: readonly AnyLexicon[]): LazyScreen<Taken> {
  let loaded: ComponentType<Parameters> | undefined;
  const get = async (language: Language) => {
    const [program] = await Promise.all([loaded ?? load().then((module) => module.default as unknown as ComponentType<Parameters>), ...lexicons.map((lexicon) => lexicon.load(language))]);
    loaded = program;
  };
  function Screen({ params }: { readonly params?: Taken }) {
    const { words, say, preferences: { language } } = useWords();
    const Around = useContext(Frame);
    const [failed, setFailed] = useState(false);
    const [, setTries] = useState(0);
    const ready = loaded !== undefined && lexicons.every((lexicon) => lexicon.words(language) !== undefined);
    const { mayReopen } = useServices();
    const open = (byHand: boolean) => {
      setFailed(false);
      get(language).then(() => setTries((tries) => tries + 1), async () => {
        if (!mayReopen() || !(await renew(byHand))) setFailed(true);
      });
    };
    // Also where the language changed while the words were on their way.
    useEffect(() => {
      if (!ready) open(false);
    }, [language]);
    if (ready && loaded) {
      const Loaded = loaded;
      const taken = (params ?? {}) as Parameters;
      // Another visit is another screen: nothing typed for one is left in a form of the other.
      return <Loaded key={JSON.stringify(taken)} {...taken} />;
    }
    return (
      <Around failed={failed}>
        {failed
          ? <Failed code="part" held={!mayReopen()} again={() => open(true)} />
          : <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} />}
      </Around>
    );
  }
  return Object.assign(Screen, { preload: (language: Language) => get(language).catch(() => {}) });
}
