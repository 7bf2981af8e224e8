import { useState } from "preact/hooks";

import type { Appointment, Refusal } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { saveFile } from "../../../data/files.js";
import { usePages, useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { Sentence } from "../../../frame/problem.js";
import { isoDay, noon, sameYear, shortTime } from "../../../words/dates.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { usePerson } from "../../person.js";

/** What is planned from today on, the nearest first, and the file for a calendar. */
export function AppointmentsAhead({ now }: { now: Date }) {
  const { say } = useWords();
  const { ahead } = useLexicon(visitWords);
  const { residentId } = usePerson();
  const list = usePages("list-appointments", { resident_id: residentId }, { from: isoDay(now), limit: 100 });
  return (
    <Answered read={list} rows={2}>
      {({ items }) => {
        const planned = items.filter(({ status }) => status === "planned").sort(byTime);
        return (
          <Card flush title={say(ahead.title)} icon="calendar">
            {planned.length === 0 && list.reachedEnd && <div class="pad second"><p>{say(ahead.none)}</p><p>{say(ahead.noneText)}</p></div>}
            <Rows>{planned.map((one) => <li key={one.appointment_id}><AppointmentRow appointment={one} now={now} /></li>)}</Rows>
            <More pages={list} />
            {planned.length > 0 && <ToCalendar />}
          </Card>
        );
      }}
    </Answered>
  );
}

/** By day, and within it those without a time first. */
export function byTime(one: Appointment, other: Appointment): number {
  const [first, second] = [one, other].map(({ on, time }) => `${on} ${time ?? ""}`) as [string, string];
  return first < second ? -1 : first > second ? 1 : 0;
}

export function AppointmentRow({ appointment, now }: { appointment: Appointment; now: Date }) {
  const { say, dates } = useWords();
  const { ahead, appointmentKinds: kinds } = useLexicon(visitWords);
  const { appointment_id, on, time, kind, institution_name, department, memo, reminders, reminds, status } = appointment;
  const day = noon(on);
  const near = dates.near(day, now);
  const isUnheard = status === "planned" && reminds === "nobody" && (reminders.day_before || reminders.two_hours_before);
  return (
    <Row
      icon={status === "planned" ? "calendar" : "clinic"}
      href={`/visits/${appointment_id}`}
      title={<>{!sameYear(day, now) && <>{say(dates.year(day))} </>}{say(near)}{near !== dates.day(day) && <> {say(dates.day(day))}</>} {time !== null && <span class="nowrap">{shortTime(time)}</span>} <span class="name">{institution_name}</span></>}
      sub={<>{say(kinds[kind])}{department !== null && <>・{department}</>}{time === null && <>・{say(ahead.allDay)}</>}</>}
    >
      {memo !== null && <span class="kept-lines">{memo}</span>}
      {isUnheard && <span><Badge kind="warn">{say(ahead.unheard)}</Badge></span>}
    </Row>
  );
}

/** The file that a calendar takes: saved, or opened by the phone. */
function ToCalendar() {
  const { say } = useWords();
  const { ahead } = useLexicon(visitWords);
  const { residentId } = usePerson();
  const { fetchOnce } = useServices();
  const [file, setFile] = useState<{ readonly busy: boolean; readonly saved?: "all" | "cut"; readonly refusal?: Refusal<string> }>({ busy: false });
  const save = async () => {
    setFile({ busy: true });
    const came = await fetchOnce("export-appointments", { resident_id: residentId });
    if (!came.ok) return setFile({ busy: false, refusal: came.refusal });
    // It is found again among all the files of a phone by a name that the person reads; the day stays.
    saveFile({ ...came.value, file_name: came.value.file_name.replace(/^[a-z-]+(?=-\d)/, ahead.fileName) });
    setFile({ busy: false, saved: came.value.is_cut ? "cut" : "all" });
  };
  return (
    <div class="pad stack">
      {file.refusal && <Banner kind="danger" title={say(ahead.failed)}><Sentence refusal={file.refusal} /></Banner>}
      <Button kind="line" block icon="download" busy={file.busy} onClick={() => void save()}>{say(file.busy ? ahead.saving : ahead.save)}</Button>
      <p class="second" role="status">{say(file.saved === "cut" ? ahead.savedCut : file.saved ? ahead.saved : ahead.saveText)}</p>
    </div>
  );
}
