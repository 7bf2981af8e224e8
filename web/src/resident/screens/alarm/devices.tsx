import { useState } from "preact/hooks";

import type { Device } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { useAct } from "../../../data/use-act.js";
import { useRead, useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { stateOf } from "../../../push/index.js";
import { pushRecord } from "../../../push/record.js";
import { forget, register } from "../../../push/registration.js";
import { notificationWords } from "../../../words/notification/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useHousehold } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { saidDay } from "./said-day.js";

/** Whether this phone or browser is reached, and what to do where it is not. */
export function ThisPhone() {
  const { say } = useWords();
  const { notifications } = useLexicon(notificationWords);
  const { account } = useHousehold();
  const { act, fetchOnce } = useServices();
  const list = useRead("list-devices", {});
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  const own = pushRecord(window).read()?.device;
  const known = stateOf(window, account);
  // The API knows more: whether it was taken off elsewhere, and whether its push service still takes anything for it.
  const lost = list.value !== undefined && !list.value.items.some(({ device_id, state }) => device_id === own && state === "reachable");
  const state = known === "registered" && lost && !list.loading ? "askable" : known;
  const ask = async () => {
    setAsking(true);
    const came = await register({ page: window, act, fetchOnce, account });
    setFailed(came === "failed");
    setAsking(false);
  };
  if (state === "registered") return <Banner kind="ok" title={say(notifications.here.registered)} />;
  if (state === "askable") {
    return (
      <Banner kind={failed ? "danger" : "info"} title={say(failed ? notifications.here.failed : notifications.here.askable)}>
        <Button kind="line" icon="bell" busy={asking} onClick={() => void ask()}>{say(notifications.here.ask)}</Button>
      </Banner>
    );
  }
  const [title, text] = notifications.here[state];
  return <Banner kind="warn" title={say(title)}><p>{say(text)}</p></Banner>;
}

/** The account's phones and browsers, and whether alarms reach them. */
export function Devices() {
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
