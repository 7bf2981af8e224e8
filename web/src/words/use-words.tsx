import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Language, Preferences } from "../data/preferences.js";
import type { Dates } from "./dates.js";
import type { Words } from "./ja.js";
import { type Lexicon, loadLexicons } from "./lexicon.js";
import { plain, ruby } from "./ruby.js";

/** The frame's words of a language, and those of every screen that was opened so far: nothing is shown half in one language. */
export async function loadWords(language: Language): Promise<Words> {
  const [words] = await Promise.all([loadFrame(language), loadLexicons(language)]);
  return words;
}

async function loadFrame(language: Language): Promise<Words> {
  if (language === "en") return (await import("./en.js")).en;
  if (language === "easy") return (await import("./easy.js")).easy;
  return (await import("./ja.js")).ja;
}

export interface Speech {
  readonly words: Words;
  readonly dates: Dates;
  readonly preferences: Preferences;
  readonly choose: (changes: Partial<Preferences>) => void;
}

const Context = createContext<Speech | undefined>(undefined);

export const SpeechProvider = Context.Provider;

export interface Said extends Speech {
  /** Words as they are shown: in やさしい日本語 with the reading above each kanji. Only for words of the dictionary. */
  readonly say: (text: string) => ComponentChildren;
  /** Words without readings, for labels and the window's title. */
  readonly plain: (text: string) => string;
}

/** The frame's words of the chosen language, and how words are said. */
export function useWords(): Said {
  const speech = useContext(Context);
  if (speech === undefined) throw new Error("words outside of their provider");
  const read = speech.preferences.language === "easy";
  return { ...speech, say: read ? ruby : (text) => text, plain: read ? plain : (text) => text };
}

/** The words of a context in the chosen language. They are there: the line of the screen in `routes.ts` names the lexicon, and loads it. */
export function useLexicon<Words>(lexicon: Lexicon<Words>): Words {
  const words = lexicon.words(useWords().preferences.language);
  if (words === undefined) throw new Error("a screen whose line in routes.ts does not name the lexicon that it uses");
  return words;
}
