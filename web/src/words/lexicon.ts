/** The words of a context, loaded with the first screen that needs them, language by language. */
import type { Language } from "../data/preferences.js";

export interface Lexicon<Words> {
  /** The words of a language, once they are loaded. */
  readonly words: (language: Language) => Words | undefined;
  /** Loads the words of a language. Rejects where the network is away; the next call tries again. */
  readonly load: (language: Language) => Promise<void>;
}

/** A lexicon of whichever words. */
export type AnyLexicon = Lexicon<unknown>;

/** Those that a screen has asked for: a change of language brings their words too. */
const asked = new Set<AnyLexicon>();

/** The words of `ja` are the shape of the others. */
export function lexicon<Words>(languages: { readonly ja: () => Promise<Words> } & { readonly [Other in Exclude<Language, "ja">]: () => Promise<NoInfer<Words>> }): Lexicon<Words> {
  const loaded = new Map<Language, Words>();
  const own: Lexicon<Words> = {
    words: (language) => loaded.get(language),
    async load(language) {
      // From the first look on, so that a language that is chosen while words are on their way brings these too.
      asked.add(own);
      if (loaded.has(language)) return;
      try {
        loaded.set(language, await languages[language]());
      } catch (error) {
        // A screen that never opened holds up no change of language.
        if (loaded.size === 0) asked.delete(own);
        throw error;
      }
    },
  };
  return own;
}

/** Loads a language for every screen that was opened so far. */
export async function loadLexicons(language: Language): Promise<void> {
  await Promise.all([...asked].map((one) => one.load(language)));
}
