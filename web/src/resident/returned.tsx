/** Of a write that came back: whose it is, what the person wrote, and what stands there now. It is seldom needed, so it is loaded then. */
import type { NewDailyRecord } from "../api/index.js";
import type { PathOf } from "../data/operations.js";
import type { Returned } from "../data/writes.js";
import { alarmWords } from "../words/alarm/index.js";
import { useHousehold } from "./person.js";
import StandsNow from "./screens/alarm/stands-now.js";

export const lexicons = [alarmWords];

export default function Details({ write: { id, path, body } }: Pick<Returned, "write">) {
  const { people } = useHousehold();
  // Whose notebook it was meant for.
  const of = path !== undefined && "resident_id" in path ? path.resident_id : undefined;
  return (
    <>
      {people.length > 1 && people.filter(({ residentId }) => residentId === of).map(({ name }) => <p key={name} class="strong name">{name}</p>)}
      {id === "put-intake" && path && <StandsNow dose={path as PathOf<"put-intake">} />}
      {id === "create-daily-record" && body && <p class="kept-lines strong">{written(body as NewDailyRecord)}</p>}
    </>
  );
}

/** What the person wrote, so that it can be written again. */
function written({ blood_pressure, weight_kg, temperature_c, steps, memo }: NewDailyRecord): string {
  const pressure = blood_pressure && [blood_pressure.systolic_mmhg, blood_pressure.diastolic_mmhg, blood_pressure.pulse_bpm].filter((value) => value !== undefined).join("/");
  return [pressure, weight_kg && `${weight_kg} kg`, temperature_c && `${temperature_c} ℃`, steps, memo].filter((value) => value !== undefined && value !== null).join("・");
}
