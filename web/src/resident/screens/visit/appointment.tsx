/** `/visits/appointments/new` and `/visits/appointments/:id/edit`: an appointment is written down, moved, corrected or deleted. */
import { useState } from "preact/hooks";

import type { Appointment } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Empty } from "../../../components/empty.js";
import { useAct } from "../../../data/use-act.js";
import { useRead, useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { appointmentWords } from "../../../words/appointment/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, mayRecord, usePerson } from "../../person.js";
import { useOvertaken } from "../../use-overtaken.js";
import { BLANK, draftOf } from "./appointment-draft.js";
import { AppointmentForm, useAppointmentForm } from "./appointment-form.js";
import { putBack } from "./put-back.js";

export default function AppointmentScreen({ id }: { id?: string }) {
  const { say } = useWords();
  const { form: said } = useLexicon(appointmentWords);
  const person = usePerson();
  const may = id === undefined ? mayRecord(person, "visits") : mayManage(person, "visits");
  if (!may) return <Page title={id === undefined ? said.new : said.edit} back="/visits"><Empty icon="lock" title={say(said.notAllowed)}>{say(said.onlyRead)}</Empty></Page>;
  return id === undefined ? <New /> : <Edit id={id} />;
}

function New() {
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

function Edit({ id }: { id: string }) {
  const { say } = useWords();
  const { form: said } = useLexicon(appointmentWords);
  const person = usePerson();
  const appointment = useRead("get-appointment", { resident_id: person.residentId, appointment_id: id });
  const visit = useRead("get-visit", { resident_id: person.residentId, visit_id: id });
  const back = `/visits/${id}`;
  if (appointment.value === undefined) return <Page title={said.edit} back={back}><Answered read={appointment} rows={6}>{() => null}</Answered></Page>;
  if (visit.value === undefined) return <Page title={said.edit} back={back}><Answered read={visit} rows={6}>{() => null}</Answered></Page>;
  if (visit.value.checked_in_at !== undefined) {
    return <Page title={said.edit} back={back}><Empty icon="clinic" title={say(said.over)} action={<Button href={back}>{say(said.toVisit)}</Button>}>{say(said.overText)}</Empty></Page>;
  }
  return <Form appointment={appointment.value} version={appointment.version} />;
}

function Form({ appointment, version }: { appointment: Appointment; version: string | undefined }) {
  const { form: said } = useLexicon(appointmentWords);
  const { residentId } = usePerson();
  const update = useAct("update-appointment");
  const done = useDone();
  const { appointment_id, reminders, reminds } = appointment;
  const on = `/visits/${appointment_id}`;
  // As it was when the form was opened.
  const [{ first, name }] = useState(() => ({ first: draftOf(appointment), name: `${on} appointment ${version}` }));
  const overtaking = useOvertaken({ value: appointment, version });
  const form = useAppointmentForm(first, async (body) => {
    const came = await update.run({ resident_id: residentId, appointment_id }, body, { version: overtaking.over.version });
    overtaking.came(came);
    if (!came.ok) return came;
    done({ title: said.changed, on: "/visits" });
    return { ok: true, to: "/visits" };
  }, name, first.day);
  const isSet = reminders.day_before || reminders.two_hours_before;
  const hears = reminds === "another" ? said.toAnother : isSet && reminds === "nobody" && appointment.status === "planned" ? said.toNobody : undefined;
  return (
    <AppointmentForm form={form} title={said.edit} back={on} hears={hears} now={overtaking.now}>
      <Remove appointment={appointment} version={overtaking.over.version} />
    </AppointmentForm>
  );
}

function Remove({ appointment, version }: { appointment: Appointment; version: string | undefined }) {
  const { say } = useWords();
  const { form: said } = useLexicon(appointmentWords);
  const { residentId } = usePerson();
  const { act } = useServices();
  const route = useRoute();
  const done = useDone();
  const remove = useAct("delete-appointment");
  const visit = useRead("get-visit", { resident_id: residentId, visit_id: appointment.appointment_id }).value;
  const drop = async () => {
    const came = await remove.run({ resident_id: residentId, appointment_id: appointment.appointment_id }, undefined, { version });
    if (!came.ok) return;
    done({ title: said.removed, on: "/visits", undo: () => putBack(act, residentId, appointment, visit) });
    route("/visits");
  };
  return (
    <>
      {remove.refusal && <Banner kind="danger" title={say(said.removeFailed)}><Sentence refusal={remove.refusal} /></Banner>}
      <Button kind="danger" block busy={remove.busy} onClick={() => void drop()}>{say(said.remove)}</Button>
    </>
  );
}
