import { useState } from "preact/hooks";

import type { CancellationReason, ListedPatient } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Dialog } from "../../../components/dialog.js";
import { useAct } from "../../../data/use-act.js";
import { Sentence } from "../../../frame/problem.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";

const REASONS: readonly CancellationReason[] = ["wrong_person", "entered_twice", "other_day", "other_place"];

/** Cancels a check-in that was a mistake, asked once: the reason is the answer. What was cancelled already has no such button. */
export function CancelCheckIn({ patient: { visit_id, legal_name, alias, kana, reception_code, status } }: { patient: ListedPatient }) {
  const { patients: words } = useClinicWords();
  const { code } = usePlace();
  const cancel = useAct("cancel-check-in");
  const [asked, setAsked] = useState(false);
  if (status === "cancelled") return <>–</>;
  const name = legal_name ?? alias ?? kana ?? reception_code;
  const [before, after] = words.cancelAsk;
  const close = () => {
    cancel.clear();
    setAsked(false);
  };
  const yes = async (reason: CancellationReason) => {
    if ((await cancel.run({ code, visit_id }, { reason })).ok) setAsked(false);
  };
  return (
    <>
      <Button kind="quiet" small onClick={() => setAsked(true)}>{words.cancel}<span class="sr"> {name}</span></Button>
      {asked && (
        <Dialog kind="dialog" title={<>{before}<span class="name">{name}</span>{after}</>} close={close}>
          {cancel.refusal && <Banner kind="danger" title={words.cancelFailed}><Sentence refusal={cancel.refusal} /></Banner>}
          <p>{words.cancelText}</p>
          {REASONS.map((reason) => <Button key={reason} kind="danger" block busy={cancel.busy} onClick={() => void yes(reason)}>{words.cancelReasons[reason]}</Button>)}
          <Button kind="line" block onClick={close}>{words.cancelNo}</Button>
        </Dialog>
      )}
    </>
  );
}
