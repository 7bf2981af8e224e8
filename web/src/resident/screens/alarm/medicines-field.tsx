import { useState } from "preact/hooks";

import { Button } from "../../../components/button.js";
import { Dialog } from "../../../components/dialog.js";
import { FieldError } from "../../../components/field.js";
import { Toggle } from "../../../components/toggle.js";
import { usePages } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { noon } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { usePerson } from "../../person.js";
import { MOST_MEDICINES } from "./draft.js";
import { namesOf } from "./medicine-names.js";
import type { AlarmForm } from "./use-alarm-form.js";

/** Which sheets of the medicine notebook an alarm is for. What nobody said yet whose it is cannot be chosen. */
export function MedicinesField({ form }: { form: AlarmForm }) {
  const { words, say, dates } = useWords();
  const { alarm } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const list = usePages("list-medications", { resident_id: residentId });
  const [choosing, setChoosing] = useState(false);
  const { draft: { medicationIds }, change, idOf, errorOf } = form;
  const chosen = medicationIds.flatMap((id) => {
    const entry = list.value?.items.find((one) => one.id === id);
    return entry === undefined ? [] : [{ id, names: namesOf(entry) }];
  });
  const unseen = medicationIds.length - chosen.length;
  const full = medicationIds.length >= MOST_MEDICINES;
  const put = (id: string, on: boolean) => change({ medicationIds: on ? [...medicationIds, id] : medicationIds.filter((one) => one !== id) });
  return (
    <div class="stack stack--tight" id={idOf("medicines")} tabIndex={-1}>
      <p class="field__label">{say(alarm.medicines)}</p>
      {errorOf("medicines") && <FieldError id={idOf("medicines-error")}>{errorOf("medicines")}</FieldError>}
      {chosen.length > 0 && <ul>{chosen.map(({ id, names }) => <li key={id}>{names.join(words.separator)}</li>)}</ul>}
      {unseen > 0 && list.value && <p class="second">{say(alarm.olderMedicines(unseen))}</p>}
      {medicationIds.length === 0 && <p class="second">{say(alarm.noMedicines)}</p>}
      <span><Button kind="line" small icon="pill" onClick={() => setChoosing(true)}>{say(alarm.chooseMedicines)}</Button></span>
      {choosing && (
        <Dialog title={say(alarm.medicines)} close={() => setChoosing(false)} closeWord={say(words.common.close)}>
          <Answered read={list}>
            {({ items }) => (
              <div class="rows">
                {items.length === 0 && <p>{say(alarm.emptyBook)}</p>}
                <p role="status" class={full ? "pad strong" : "sr"}>{full && say(alarm.mostMedicines(MOST_MEDICINES))}</p>
                {items.filter(({ owner }) => owner !== "unconfirmed").map((entry) => (
                  <Toggle
                    key={entry.id}
                    title={namesOf(entry).join(words.separator)}
                    sub={<>{say(dates.day(noon(entry.dispensed_on)))} {entry.pharmacy.name}</>}
                    on={say(alarm.chosen)}
                    off={say(alarm.notChosen)}
                    checked={medicationIds.includes(entry.id)}
                    held={full && !medicationIds.includes(entry.id)}
                    onChange={(on) => put(entry.id, on)}
                  />
                ))}
                <More pages={list} />
              </div>
            )}
          </Answered>
          <Button block onClick={() => setChoosing(false)}>{say(alarm.chosenDone)}</Button>
        </Dialog>
      )}
    </div>
  );
}
