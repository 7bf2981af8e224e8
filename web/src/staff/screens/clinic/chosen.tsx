import type { ComponentChildren } from "preact";
import { useEffect, useReducer, useRef } from "preact/hooks";

import type { ListedPatient } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { KeyNames } from "../../../components/keys.js";
import { useServices } from "../../../data/use-read.js";
import { useRoute } from "../../../frame/still-here.js";
import { Page } from "../../page.js";
import { usePlace } from "../../place.js";
import { START } from "../../routes-start.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { deskAt } from "./desk.js";
import { useShortcuts } from "./shortcuts.js";

/**
 * A notebook that somebody chose: in the list, or here. Whoever comes by an address (a link of elsewhere, a page that was loaded anew, a sign-in
 * where another's patient was open) is asked first, because looking is entered in the person's log in the name of who is signed in.
 */
export function Chosen({ arrival, children }: { arrival: ListedPatient; children: () => ComponentChildren }) {
  const { notebook: words } = useClinicWords();
  const { code } = usePlace();
  const desk = deskAt(useServices(), code);
  const route = useRoute();
  const [, draw] = useReducer<number, void>((count) => count + 1, 0);
  const id = arrival.resident_id;
  const isChosen = id !== null && desk.chosen.has(id);
  useShortcuts(isChosen ? {} : { Escape: () => route(START) });
  const answers = useRef<HTMLDivElement>(null);
  // The keyboard answers at once, also after a reload, which leaves the focus nowhere.
  useEffect(() => answers.current?.querySelector("button")?.focus(), [isChosen]);
  if (isChosen) return <>{children()}</>;
  const open = () => {
    if (id !== null) desk.chosen.add(id);
    draw();
  };
  const [before, after] = words.choose;
  return (
    <Page title={words.title}>
      <Card label={words.title}>
        <p class="lead">{before}<span class="name">{arrival.legal_name ?? arrival.alias ?? arrival.kana ?? arrival.reception_code}</span>{after}</p>
        <p>{words.chooseText}</p>
        <div class="cluster" ref={answers}><Button icon="record" onClick={open}>{words.chooseYes}</Button><Button kind="line" icon="back" href={START}>{words.list} <KeyNames names={["Esc"]} /></Button></div>
      </Card>
    </Page>
  );
}
