import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Field as Input, FieldError } from "../../../components/field.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { PlaceChooser } from "./place-chooser.js";

/** What a form knows of a place: its code where it was chosen from the list, and its name. */
interface Placing {
  readonly draft: { readonly code: string; readonly place: string };
  readonly change: (changes: { readonly code: string; readonly place: string }) => void;
  readonly input: (field: "place") => { readonly id: string; readonly value: string; readonly onInput: (value: string) => void; readonly error?: ComponentChildren };
  readonly idOf: (field: "place") => string;
}

export const lexicons = [visitWords];

/** By choice, or by name where the list does not have it. */
export default function PlaceField({ form: { draft, change, input, idOf }, most }: { form: Placing; most: number }) {
  const { say } = useWords();
  const { form: said } = useLexicon(visitWords);
  const [open, setOpen] = useState(false);
  const { error } = input("place");
  if (open) {
    return (
      <div class="stack">
        <Button kind="line" block onClick={() => setOpen(false)}>{say(said.closeList)}</Button>
        <PlaceChooser onChoose={({ code, name }) => { change({ code, place: name }); setOpen(false); }} />
      </div>
    );
  }
  if (draft.code === "") {
    return (
      <Card>
        <Input {...input("place")} label={say(said.place)} hint={say(said.placeHint)} maxLength={most} />
        <Button kind="line" icon="search" onClick={() => setOpen(true)}>{say(said.pick)}</Button>
      </Card>
    );
  }
  return (
    <Card>
      <h2 class="lead" id={idOf("place")} tabIndex={-1}>{say(said.place)}</h2>
      {error && <FieldError id={`${idOf("place")}-error`}>{error}</FieldError>}
      <p class="lead strong"><span class="name">{draft.place}</span></p>
      <div class="cluster">
        <Button kind="line" small icon="search" onClick={() => setOpen(true)}>{say(said.repick)}</Button>
        <Button kind="quiet" small onClick={() => change({ code: "", place: "" })}>{say(said.typed)}</Button>
      </div>
    </Card>
  );
}
