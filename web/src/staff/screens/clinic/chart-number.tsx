import { useEffect, useRef, useState } from "preact/hooks";

import type { ListedPatient } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { isConverting } from "../../../components/converting.js";
import { useAct } from "../../../data/use-act.js";
import { Sentence } from "../../../frame/problem.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { useUnsent } from "./unsent.js";

/** As long as the API takes it. */
const MOST = 40;

/** The place's own number for a person in the list, typed where it stands: Enter keeps it, Esc leaves it as it was, an empty one takes it away. */
export function ChartNumber({ patient: { resident_id: id, legal_name, alias, kana, reception_code, chart_number, status } }: { patient: ListedPatient }) {
  const { patients: words } = useClinicWords();
  const { code } = usePlace();
  const put = useAct("put-chart-number");
  const [typed, setTyped] = useState<string>();
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const wasTyped = useRef(false);
  useUnsent(typed !== undefined);
  // The focus goes into the number, and from there back to where it was begun.
  useEffect(() => {
    if (typed !== undefined) {
      field.current?.focus();
      field.current?.select();
    } else if (wasTyped.current) box.current?.querySelector("button")?.focus();
    wasTyped.current = typed !== undefined;
  }, [typed === undefined]);
  if (status === "cancelled" || id === null) return <>–</>;
  const name = legal_name ?? alias ?? kana ?? reception_code;
  const [before, after] = words.chartOf;
  const leave = () => {
    put.clear();
    setTyped(undefined);
  };
  const keep = async () => {
    // What stands in the field now, also where it was not drawn yet.
    const number = (field.current?.value ?? "").trim();
    if ((await put.run({ code, resident_id: id }, { chart_number: number === "" ? null : number })).ok) setTyped(undefined);
  };
  if (typed === undefined) {
    return (
      <div class="cluster" ref={box}>
        {chart_number ?? <span class="second">{words.unregistered}</span>}
        <Button kind="quiet" small busy={put.busy} onClick={() => setTyped(chart_number ?? "")}>{chart_number === null ? words.chartEnter : words.chartChange}<span class="sr"> {before}{name}{after}</span></Button>
      </div>
    );
  }
  return (
    <div ref={box}>
      <form class="cluster" onSubmit={(event) => { event.preventDefault(); void keep(); }}>
        <input
          ref={field} class="input input--number" aria-label={`${before}${name}${after}`} maxLength={MOST} autocomplete="off" value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => { if (event.key === "Escape" && !isConverting(event)) { event.stopPropagation(); leave(); } }}
        />
        <Button kind="line" small submit busy={put.busy}>{words.chartKeep}</Button>
        <Button kind="quiet" small onClick={leave}>{words.chartLeave}</Button>
      </form>
      {put.refusal && <p role="alert" class="second">{words.chartFailed} <Sentence refusal={put.refusal} /></p>}
    </div>
  );
}
