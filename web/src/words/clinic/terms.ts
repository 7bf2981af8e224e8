/** How a place where people work speaks of itself. */

/** Kinds of place, as far as their words differ: a clinic (病院・診療所・歯科), 薬局, 訪問看護ステーション, 保健センター, and what is not known. */
export type PlaceKind = "clinic" | "pharmacy" | "nursing" | "center" | "other";

/** The words that differ by kind. Everything else is said alike everywhere. */
export interface Terms {
  readonly here: string;
  /** The title of the list of today. */
  readonly today: string;
  /** Who comes there. */
  readonly people: string;
  /** The place's own number for a person, in full and before the number. */
  readonly number: string;
  readonly card: string;
  /** The place's own records: the text for them, and what a note is not. */
  readonly chart: string;
  readonly ownChart: string;
  /** What one comes for. */
  readonly visit: string;
}
