/** What belongs to a write that came back: whose notebook it was meant for, what was written, and how things stand now. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { NewDailyRecord } from "../api/index.js";
import type { PathOf } from "../data/operations.js";
import type { Returned } from "../data/writes.js";
import { useWords } from "../words/use-words.js";
import { useHousehold } from "./person.js";

export function CameBack({ returned }: { returned: Returned }) {
  const { people } = useHousehold();
  const { write } = returned;
  return (
    <>
      {people.length > 1 && people.filter(({ residentId }) => residentId === of(returned)).map(({ name }) => <p key={name} class="strong name">{name}</p>)}
      {write.id === "put-intake" && write.path && <StandsNow dose={write.path as PathOf<"put-intake">} />}
      {write.id === "create-daily-record" && write.body && <p class="kept-lines strong">{written(write.body as NewDailyRecord)}</p>}
    </>
  );
}

/** What is said now of a dose whose answer came back. It is seldom needed, so it is loaded then; without it the refusal stands alone. */
function StandsNow({ dose }: { dose: PathOf<"put-intake"> }) {
  const { preferences: { language } } = useWords();
  const [Now, setNow] = useState<ComponentType<{ dose: PathOf<"put-intake"> }>>();
  useEffect(() => {
    import("./screens/alarm/stands-now.js").then(async ({ default: Loaded, alarmWords }) => {
      await alarmWords.load(language);
      setNow(() => Loaded);
    }).catch(() => {});
  }, []);
  return Now ? <Now dose={dose} /> : null;
}

/** Whose notebook it was meant for. */
function of({ write: { path } }: Returned): string | undefined {
  return path !== undefined && "resident_id" in path ? path.resident_id : undefined;
}

/** What the person wrote, so that it can be written again. */
function written({ blood_pressure, weight_kg, temperature_c, steps, memo }: NewDailyRecord): string {
  const pressure = blood_pressure && [blood_pressure.systolic_mmhg, blood_pressure.diastolic_mmhg, blood_pressure.pulse_bpm].filter((value) => value !== undefined).join("/");
  return [pressure, weight_kg && `${weight_kg} kg`, temperature_c && `${temperature_c} ℃`, steps, memo].filter((value) => value !== undefined && value !== null).join("・");
}
