/** `/book/notifications`: how the account is told of what happens in this notebook, and which phones it reaches. */
import { useId, useState } from "preact/hooks";

import type { NotificationSettings } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Field } from "../../../components/field.js";
import { Row, Rows } from "../../../components/row.js";
import { Segment } from "../../../components/segment.js";
import { Toggle } from "../../../components/toggle.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { lazyPart } from "../../../frame/lazy-part.js";
import { Sentence } from "../../../frame/problem.js";
import { notificationWords } from "../../../words/notification/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";
import { ThisPhone } from "./this-phone.js";

const Devices = lazyPart(() => import("./devices.js"));

export default function BookNotifications() {
  const { notifications } = useLexicon(notificationWords);
  const { residentId } = usePerson();
  const read = useRead("get-notification-settings", { resident_id: residentId });
  return (
    <Page title={notifications.title} back="/book">
      <ThisPhone />
      <Answered read={read} rows={4}>{(value) => <Ways value={value} version={read.version} />}</Answered>
      <Devices />
    </Page>
  );
}

/** Each choice is kept at once, and all of them are sent together. */
function Ways({ value, version }: { value: NotificationSettings; version: string | undefined }) {
  const { words, say } = useWords();
  const { notifications } = useLexicon(notificationWords);
  const { residentId } = usePerson();
  const id = useId();
  const put = useAct("put-notification-settings");
  const [saved, setSaved] = useState(false);
  const [wanted, setWanted] = useState<Partial<NotificationSettings>>({});
  // What was tapped stays where it was put until it is known what it came to.
  const shown = put.busy ? { ...value, ...wanted } : value;
  const keep = async (changes: Partial<NotificationSettings>) => {
    if (put.busy) return;
    setWanted(changes);
    setSaved(false);
    const came = await put.run({ resident_id: residentId }, { ...value, ...changes }, { version });
    setSaved(came.ok);
  };
  const way = <Way extends "push" | "email" | "off">(values: readonly Way[]) => values.map((one) => ({ value: one, word: say(notifications.ways[one]) }));
  return (
    <>
      {put.refusal && <Banner kind="danger" title={say(notifications.failed)}><Sentence refusal={put.refusal} /></Banner>}
      {saved && <Banner kind="ok" title={say(notifications.saved)} />}
      <Card title={<span id={`${id}-missed`}>{say(notifications.missed)}</span>} icon="users">
        <p class="second">{say(notifications.missedText)}</p>
        <Segment labelledBy={`${id}-missed`} value={shown.dose_missed} held={put.busy} onChange={(dose_missed) => void keep({ dose_missed })} options={way(["push", "email"])} />
        <a class="hit" href="/alarms/family">{say(notifications.toFamily)}</a>
      </Card>
      <Card title={<span id={`${id}-refill`}>{say(notifications.refill)}</span>} icon="pill">
        <p class="second">{say(notifications.refillText)}</p>
        <Segment labelledBy={`${id}-refill`} value={shown.refill} held={put.busy} onChange={(refill) => void keep({ refill })} options={way(["push", "email", "off"])} />
      </Card>
      <Card title={<span id={`${id}-appointment`}>{say(notifications.appointment)}</span>} icon="calendar">
        <p class="second">{say(notifications.appointmentText)}</p>
        <Segment labelledBy={`${id}-appointment`} value={shown.appointment} held={put.busy} onChange={(appointment) => void keep({ appointment })} options={way(["push", "email", "off"])} />
      </Card>
      <Card flush title={say(notifications.quiet)} icon="clock">
        <Toggle title={say(notifications.quietOn)} sub={say(notifications.quietText)} on={say(words.common.on)} off={say(words.common.off)} checked={shown.quiet_hours !== null} held={put.busy} onChange={(on) => void keep({ quiet_hours: on ? { from: "21:00", to: "07:00" } : null })} />
        {value.quiet_hours !== null && <Hours key={`${value.quiet_hours.from}${value.quiet_hours.to}`} hours={value.quiet_hours} busy={put.busy} keep={(quiet_hours) => void keep({ quiet_hours })} errors={put.refusal?.errors.map(({ detail }) => detail) ?? []} />}
      </Card>
      <Card flush title={say(notifications.always)} icon="bell">
        <Rows>
          <li><Row title={say(notifications.due)} sub={say(notifications.dueText)} end={<span>{say(notifications.ways.push)}</span>} /></li>
          <li><Row title={say(notifications.security)} sub={say(notifications.securityText)} end={<span>{say(notifications.ways.email)}</span>} /></li>
        </Rows>
      </Card>
    </>
  );
}

function Hours({ hours, busy, keep, errors }: { hours: { from: string; to: string }; busy: boolean; keep: (hours: { from: string; to: string }) => void; errors: readonly string[] }) {
  const { say } = useWords();
  const { notifications } = useLexicon(notificationWords);
  const id = useId();
  const [from, setFrom] = useState(hours.from);
  const [to, setTo] = useState(hours.to);
  const changed = from !== hours.from || to !== hours.to;
  return (
    <div class="pad stack">
      <Field id={`${id}-from`} label={say(notifications.from)} type="time" value={from} onInput={setFrom} />
      <Field id={`${id}-to`} label={say(notifications.to)} type="time" value={to} onInput={setTo} error={errors[0]} />
      {changed && from !== "" && to !== "" && <Button kind="line" busy={busy} onClick={() => keep({ from, to })}>{say(notifications.keepHours)}</Button>}
    </div>
  );
}
