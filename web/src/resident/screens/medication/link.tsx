/** The same medicine twice: put together, or parted again. */
import { useState } from "preact/hooks";

import type { WatchedEntry } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Dialog } from "../../../components/dialog.js";
import { Row, Rows } from "../../../components/row.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { noon } from "../../../words/dates.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { usePerson } from "../../person.js";
import { medicinesOf } from "./names.js";
import { Refused } from "./refused.js";

/** Farther apart it is hardly the same dispensing. */
const NEAR_MS = 14 * 86_400_000;

export function Link({ entry, version }: { entry: WatchedEntry; version: string | undefined }) {
  const { words, say, dates } = useWords();
  const { link: said } = useLexicon(medicationWords);
  const { residentId } = usePerson();
  const { value: list } = useRead("list-medications", { resident_id: residentId });
  const link = useAct("link-medication");
  const [choosing, setChoosing] = useState(false);
  const path = { resident_id: residentId, medication_id: entry.id };
  const put = async (linked_to: string | null) => {
    const came = await link.run(path, { linked_to }, { version });
    if (came.ok) setChoosing(false);
  };
  if (entry.linked_to !== undefined) {
    return (
      <Banner title={say(said.linked)}>
        <p><a class="hit" href={`/medicines/${entry.linked_to}`}>{say(said.openOther)}</a></p>
        <Refused refusal={link.refusal} />
        <Button kind="quiet" small icon="undo" busy={link.busy} onClick={() => void put(null)}>{say(said.part)}</Button>
      </Banner>
    );
  }
  const day = noon(entry.dispensed_on).getTime();
  const near = (list?.items ?? []).filter(({ id, dispensed_on, owner }) => id !== entry.id && owner === entry.owner && Math.abs(noon(dispensed_on).getTime() - day) <= NEAR_MS);
  return (
    <>
      {(entry.linked ?? []).map((id) => <a key={id} class="hit" href={`/medicines/${id}`}>{say(said.shownFor)}</a>)}
      {near.length > 0 && <Button kind="line" block onClick={() => setChoosing(true)}>{say(said.same)}</Button>}
      {choosing && (
        <Dialog title={say(said.which)} close={() => setChoosing(false)} closeWord={say(words.common.close)}>
          <p>{say(said.text)}</p>
          <Refused refusal={link.refusal} />
          <Rows>{near.map((other) => <li key={other.id}><Row title={<>{say(dates.day(noon(other.dispensed_on)))} {other.pharmacy.name}</>} sub={medicinesOf(other).join(words.separator)} onClick={() => void put(other.id)} /></li>)}</Rows>
        </Dialog>
      )}
    </>
  );
}
