/** What every entry begins with: the person's choices, the words of the language, one set of services. */
import type { ComponentChildren } from "preact";
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { type Language, type Preferences, applyPreferences, loadPreferences, savePreferences } from "../data/preferences.js";
import { type Services, keepUp, makeServices } from "../data/services.js";
import { NOBODY, type Session } from "../data/session.js";
import { storageOf } from "../data/storage.js";
import { ServicesProvider } from "../data/use-read.js";
import { dates } from "../words/dates.js";
import type { Words } from "../words/ja.js";
import { SpeechProvider, loadWords } from "../words/use-words.js";
import { Boundary } from "./boundary.js";
import "../styles/index.css";

/** Shows an entry in `#root`, for who is signed in. `foresee` begins to load what the entry will need next. */
export async function start(page: Window, entry: ComponentChildren, session: Session = NOBODY, foresee?: (language: Language) => void): Promise<void> {
  let language = loadPreferences(storageOf(page), page.navigator.languages);
  applyPreferences(language, page.document.documentElement);
  const services = makeServices({ address: "", token: () => session.token(), onRefused: () => session.onRefused?.(), language: () => (language.language === "en" ? "en" : "ja") });
  keepUp(services, page);
  const { pathname, search, hash } = page.location;
  // The router would read the beginning of `//visits` as another host.
  if (pathname.startsWith("//")) page.history.replaceState(null, "", pathname.replace(/^\/+/, "/") + search + hash);
  // Who is signed in is asked while the words are on their way.
  void services.cache.refresh({ id: "get-me", path: {} });
  foresee?.(language.language);
  const words = await loadWords(language.language).catch(() => undefined);
  // Without words the page says what to do in its own, in every language.
  if (words === undefined) return page.document.getElementById("not-started")?.classList.add("not-started--now");
  const root = page.document.getElementById("root");
  const told = (chosen: Preferences) => {
    language = chosen;
  };
  if (root) render(<Frame page={page} first={{ preferences: language, words }} services={services} told={told}>{entry}</Frame>, root);
  // Once there is something that could have the focus.
  void import("./keep-focus.js").then(({ keepFocus }) => keepFocus(page)).catch(() => {});
}

interface Chosen {
  readonly preferences: Preferences;
  readonly words: Words;
}

function Frame({ page, first, services, told, children }: { page: Window; first: Chosen; services: Services; told: (preferences: Preferences) => void; children: ComponentChildren }) {
  const [chosen, setChosen] = useState(first);
  const { preferences, words } = chosen;
  // What was chosen last, also while the words of a language are still on their way.
  const latest = useRef(preferences);
  useEffect(() => applyPreferences(preferences, page.document.documentElement), [preferences]);
  const choose = (changes: Partial<Preferences>) => {
    const relabel = changes.language !== undefined && changes.language !== latest.current.language;
    const next = { ...latest.current, ...changes };
    latest.current = next;
    savePreferences(storageOf(page), next);
    told(next);
    if (!relabel) return setChosen((before) => ({ ...before, preferences: { ...next, language: before.preferences.language } }));
    loadWords(next.language).then(
      (nextWords) => {
        if (latest.current.language === next.language) setChosen({ preferences: latest.current, words: nextWords });
        // Sentences of the API are in the language in which it was asked.
        void services.cache.refreshShown();
      },
      // Without a network the words stay as they are; the next opening has those that were chosen.
      () => {},
    );
  };
  return (
    <SpeechProvider value={{ words, dates: dates(preferences.language), preferences, choose }}>
      <ServicesProvider value={services}><Boundary at="">{children}</Boundary></ServicesProvider>
    </SpeechProvider>
  );
}
