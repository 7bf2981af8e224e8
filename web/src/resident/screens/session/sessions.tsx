/** `/book/settings/sessions`: what is known of where the account is signed in, and the way to end it everywhere. */
import type { Device } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { sessionWords } from "../../../words/session/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { useMinute } from "../../use-minute.js";
import { EndSessions } from "./end-sessions.js";

export default function Sessions() {
  const { words, say, plain, dates } = useWords();
  const { sessions } = useLexicon(sessionWords);
  const list = useRead("list-sessions", {});
  const now = useMinute();
  const when = (text: string) => `${dates.near(new Date(text), now)} ${dates.time(new Date(text))}`;
  return (
    <Page title={sessions.title} back="/book/settings">
      <Answered read={list}>
        {({ current, devices, valid_from }) => (
          <>
            <Card flush title={say(sessions.current)}>
              <Rows><li><Row icon="user" title={say(sessions.since(when(current.signed_in_at)))} sub={current.second_factor ? say(sessions.withApp) : undefined} end={<Badge kind="info" icon="check">{say(words.person.now)}</Badge>} /></li></Rows>
            </Card>
            <Card flush title={say(sessions.devices)}>
              {devices.length === 0 ? <p class="pad">{say(sessions.none)}</p> : <Rows>{devices.map((device) => <li key={device.device_id}><One device={device} when={when} /></li>)}</Rows>}
            </Card>
            {valid_from !== null && <p class="second">{say(sessions.validFrom(when(valid_from)))}</p>}
            <p class="second">{say(sessions.note)}</p>
          </>
        )}
      </Answered>
      <Card flush label={plain(sessions.end)}><Rows><li><EndSessions /></li></Rows></Card>
    </Page>
  );
}

/** What the person calls it is shown as it was written. */
function One({ device: { name, registered_at, renewed_at }, when }: { device: Device; when: (text: string) => string }) {
  const { say } = useWords();
  const { sessions } = useLexicon(sessionWords);
  return <Row icon="phone" title={name ?? say(sessions.device)} sub={<>{say(sessions.registered(when(registered_at)))}・{say(sessions.seen(when(renewed_at)))}</>} />;
}
