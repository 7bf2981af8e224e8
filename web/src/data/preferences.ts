/** What a person chose for this device: language, size of text, light or dark, and whether unsent writes may stay on it. Nothing about health. */

export const LANGUAGES = ["ja", "easy", "en"] as const;
export const TEXT_SIZES = ["100", "125", "150"] as const;
export const THEMES = ["system", "light", "dark"] as const;

export type Language = (typeof LANGUAGES)[number];

export interface Preferences {
  readonly language: Language;
  readonly text: (typeof TEXT_SIZES)[number];
  readonly theme: (typeof THEMES)[number];
  readonly keepUnsent: boolean;
}

const PLACE = "preferences";

/** What was chosen on this device; for what was not, the browser's language and the smallest text. */
export function loadPreferences(storage: Pick<Storage, "getItem"> | undefined, languages: readonly string[]): Preferences {
  let kept: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(storage?.getItem(PLACE) ?? "{}");
    if (typeof parsed === "object" && parsed !== null) kept = parsed as Record<string, unknown>;
  } catch {
    // What cannot be read was not chosen.
  }
  const foreign = languages[0] !== undefined && !languages[0].startsWith("ja");
  return {
    language: oneOf(LANGUAGES, kept["language"], foreign ? "en" : "ja"),
    text: oneOf(TEXT_SIZES, kept["text"], "100"),
    theme: oneOf(THEMES, kept["theme"], "system"),
    keepUnsent: kept["keepUnsent"] === true,
  };
}

export function savePreferences(storage: Pick<Storage, "setItem"> | undefined, preferences: Preferences): void {
  try {
    storage?.setItem(PLACE, JSON.stringify(preferences));
  } catch {
    // It then holds until the page is closed.
  }
}

/** Shows the page as it was chosen. */
export function applyPreferences({ language, text, theme }: Preferences, root: HTMLElement): void {
  root.lang = language === "en" ? "en" : "ja";
  root.toggleAttribute("data-easy", language === "easy");
  root.dataset["text"] = text;
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
}

function oneOf<Value extends string>(values: readonly Value[], value: unknown, otherwise: Value): Value {
  return values.find((known) => known === value) ?? otherwise;
}
