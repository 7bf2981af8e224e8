import { ICONS, type IconName } from "./icon-paths.js";
import "./icon.css";

/** A picture beside a word, never instead of one: it says nothing to a screen reader. */
export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  return (
    <svg class={small ? "icon icon--s" : "icon"} viewBox="0 0 24 24" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}
