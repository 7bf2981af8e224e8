import type { Device } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { pushRecord } from "../../../push/record.js";
import { forget } from "../../../push/registration.js";
import { notificationWords } from "../../../words/notification/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useMinute } from "../../use-minute.js";
import { saidDay } from "./said-day.js";

export const lexicons = [notificationWords];

/** The account's phones and browsers, and whether alarms reach them. */
export default function Devices() {
  const { say } = useWords();
  const { notifications } = useLexicon(notificationWords);
  const list = useRead("list-devices", {});
  const remove = useAct("delete-device");
  const takeOff = async (device_id: string) => {
    const came = await remove.run({ device_id });
    if (came.ok && pushRecord(window).read()?.device === device_id) await forget(window);
  };
  return (
    <Answered read={list}>
      {({ items }) => (
        <Card flush title={say(notifications.devices)} icon="phone">
          {remove.refusal && <div class="pad"><Banner kind="danger" title={say(notifications.failed)}><Sentence refusal={remove.refusal} /></Banner></div>}
          {items.length === 0
            ? <p class="pad">{say(notifications.noDevices)}</p>
            : <ul class="rows">{items.map((device) => <li key={device.device_id} class="pad stack"><One device={device} busy={remove.busy} remove={() => void takeOff(device.device_id)} /></li>)}</ul>}
        </Card>
      )}
    </Answered>
  );
}

function One({ device, busy, remove }: { device: Device; busy: boolean; remove: () => void }) {
  const { say, dates } = useWords();
  const { notifications } = useLexicon(notificationWords);
  const now = useMinute();
  const reached = device.state === "reachable";
  return (
    <>
      <div class="between">
        <strong class="lead">{device.name ?? say(notifications.platforms[device.platform])}</strong>
        <Badge kind={reached ? "ok" : "warn"} icon={reached ? "check" : "warn"}>{say(notifications.states[device.state])}</Badge>
      </div>
      <p class="second">{say(notifications.lastSeen(saidDay(dates, new Date(device.renewed_at), now)))}</p>
      {!reached && <p>{say(notifications.advice[device.state as Exclude<Device["state"], "reachable">])}</p>}
      <span><Button kind="quiet" small busy={busy} onClick={remove}>{say(notifications.remove)}</Button></span>
    </>
  );
}
