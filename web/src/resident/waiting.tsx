import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { NewDailyRecord } from "../api/index.js";
import { Banner } from "../components/banner.js";
import { Button } from "../components/button.js";
import type { PathOf } from "../data/operations.js";
import { useOutbox } from "../data/use-read.js";
import type { Returned } from "../data/writes.js";
import { Sentence } from "../frame/problem.js";
import { useWords } from "../words/use-words.js";
import { useHousehold } from "./person.js";

const SAID_AFTER_MS = 10_000;

/** What waits for the network, counted; and what came back refused after the person had gone on. */
export function WaitingBanners() {
  const { words, say } = useWords();
  const { people } = useHousehold();
  const outbox = useOutbox();
  const { offline } = words;
  // What is on its way for a moment does not flicker.
  const waiting = outbox.waiting.filter(({ madeAt, undone }) => !undone && (!navigator.onLine || Date.now() - madeAt > SAID_AFTER_MS)).length;
  return (
    <>
      {waiting > 0 && (
        <Banner kind="offline" title={say(offline.title)}>{say(offline.waiting(waiting))} {say(outbox.isKept ? offline.kept : offline.stay)}</Banner>
      )}
      {outbox.returned.map((returned) => (
        <Banner key={returned.write.key} kind="danger" title={say(offline.returned)}>
          <p>{say(returned.write.id.endsWith("-intake") ? offline.returnedDose : offline.returnedRecord)}: <Sentence refusal={returned.refusal} /></p>
          {people.length > 1 && people.filter(({ residentId }) => residentId === of(returned)).map(({ name }) => <p key={name} class="strong name">{name}</p>)}
          {returned.write.id === "put-intake" && returned.write.path && <StandsNow dose={returned.write.path as PathOf<"put-intake">} />}
          {returned.write.id === "create-daily-record" && returned.write.body && <p class="kept-lines strong">{written(returned.write.body as NewDailyRecord)}</p>}
          <Button kind="quiet" small onClick={() => outbox.dismiss(returned)}>{say(words.common.dismiss)}</Button>
        </Banner>
      ))}
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
