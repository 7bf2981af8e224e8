import type { RefObject } from "preact";

import { Button } from "../../../components/button.js";
import { isConverting } from "../../../components/converting.js";
import { FieldError } from "../../../components/field.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { viewOf } from "../../work.js";
import { TEMPLATES, chipsOf } from "./templates.js";
import "../../../components/field.css";

/** Characters that the contract takes. */
export const MOST_NOTE = 4_000;

interface Props {
  readonly id: string;
  /** Said to a screen reader; the title beside it says the same to everybody else. */
  readonly label: string;
  readonly field: RefObject<HTMLTextAreaElement>;
  readonly text: string;
  readonly type: (text: string) => void;
  /** What keeps it from being sent. */
  readonly wrong: string | undefined;
  /** Ctrl or ⌘ with Enter. */
  readonly send: () => void;
  /** Which key leads here. */
  readonly shortcut?: string;
}

/** Where a note is written or amended: beginnings to take, the text, and how long it is. */
export function NoteText({ id, label, field, text, type, wrong, send, shortcut }: Props) {
  const { note: words } = useClinicWords();
  const { roles } = usePlace();
  const [ofWrong, about] = [`${id}-wrong`, `${id}-about`];
  const insert = (sentence: string) => {
    type(text.trim() === "" ? sentence : `${text.trimEnd()}\n${sentence}`);
    field.current?.focus();
  };
  return (
    <>
      <div class="cluster" role="group" aria-label={words.templates}>
        {chipsOf(viewOf(roles)).map((chip) => <Button key={chip} kind="line" chip onClick={() => insert(TEMPLATES[chip])}>{words.chips[chip]}</Button>)}
      </div>
      {wrong !== undefined && <FieldError id={ofWrong}>{wrong}</FieldError>}
      <label class="sr" for={id}>{label}</label>
      <textarea
        ref={field} id={id} class="input write-in" value={text} lang="ja" aria-keyshortcuts={shortcut} aria-invalid={wrong === undefined ? undefined : "true"} aria-describedby={wrong === undefined ? about : `${ofWrong} ${about}`}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (isConverting(event)) return;
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            send();
            // Out of the text, to the title of the screen: single keys count there, and the focus is not lost.
          } else if (event.key === "Escape") document.querySelector<HTMLElement>("h1")?.focus();
        }}
      />
      <div class="between second" id={about}><span>{words.count([...text].length, MOST_NOTE)}</span><span>{words.plainText}</span></div>
    </>
  );
}

/** What keeps a text from being sent; the API says the same. */
export function problemOf(text: string, words: { readonly empty: string; readonly tooLong: string }): string | undefined {
  if (text.trim() === "") return words.empty;
  return [...text].length > MOST_NOTE ? words.tooLong : undefined;
}
