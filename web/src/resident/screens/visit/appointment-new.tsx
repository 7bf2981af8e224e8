/** `/visits/appointments/new`: the next appointment is written down. */
import { Empty } from "../../../components/empty.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { appointmentWords } from "../../../words/appointment/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, mayRecord, usePerson } from "../../person.js";
import { BLANK } from "./appointment-draft.js";
import { AppointmentForm, useAppointmentForm } from "./appointment-form.js";

export default function AppointmentNew() {
  const { say } = useWords();
  const { form: said } = useLexicon(appointmentWords);
  if (mayRecord(usePerson(), "visits")) return <Form />;
  return <Page title={said.new} back="/visits"><Empty icon="lock" title={say(said.notAllowed)}>{say(said.onlyRead)}</Empty></Page>;
}

function Form() {
  const { form: said } = useLexicon(appointmentWords);
  const person = usePerson();
  const { act } = useServices();
  const create = useAct("create-appointment");
  const done = useDone();
  const path = { resident_id: person.residentId };
  const form = useAppointmentForm(BLANK, async (body) => {
    const came = await create.run(path, body);
    if (!came.ok) return came;
    const undo = async () => {
      const back = await act("delete-appointment", { ...path, appointment_id: came.value.appointment_id });
      return back.ok ? undefined : back.refusal;
    };
    done({ title: said.saved, on: "/visits", ...(mayManage(person, "visits") && { undo }) });
    return { ok: true, to: "/visits" };
  }, "appointment");
  return <AppointmentForm form={form} title={said.new} back="/visits" />;
}
