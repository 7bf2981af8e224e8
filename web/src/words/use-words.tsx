import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Language, Preferences } from "../data/preferences.js";
import type { Dates } from "./dates.js";
import type { Words } from "./ja.js";
import { plain, ruby } from "./ruby.js";

/** The dictionary of a language; each is loaded when it is first chosen. */
export async function loadWords(language: Language): Promise<Words> {
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

/** The words of the chosen language. */
export function useWords(): Said {
  const speech = useContext(Context);
  if (speech === undefined) throw new Error("words outside of their provider");
  const read = speech.preferences.language === "easy";
  return { ...speech, say: read ? ruby : (text) => text, plain: read ? plain : (text) => text };
}
