import type { IntakeAnswer } from "../../../api/index.js";
import { useServices } from "../../../data/use-read.js";
import { seenVersion } from "../../../data/writes/put-intake.js";
import { useDone } from "../../done.js";
import { usePerson } from "../../person.js";

interface Dose {
  readonly alarm_id: string;
  readonly date: string;
  readonly time: string;
  /** The version of the answer that the person sees. */
  readonly version: number | null;
}

/** Says what became of a dose, and says so on the screen of an address, with the way to take it back. */
export function useAnswer(on: string): (dose: Dose, body: IntakeAnswer, title: string) => void {
  const { outbox } = useServices();
  const { residentId } = usePerson();
  const done = useDone();
  return ({ alarm_id, date, time, version }, body, title) => {
    const path = { resident_id: residentId, alarm_id, date, time };
    const { key, sent } = outbox.add("put-intake", path, body, seenVersion(version));
    // What takes an answer back is not taken back itself: the dose is answered again.
    done({ title, ...(body.status !== "due" && { key }), on, sent });
  };
}
