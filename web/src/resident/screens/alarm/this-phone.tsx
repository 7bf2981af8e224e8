import { useState } from "preact/hooks";

import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { useRead, useServices } from "../../../data/use-read.js";
import { stateOf } from "../../../push/index.js";
import { pushRecord } from "../../../push/record.js";
import { register } from "../../../push/registration.js";
import { notificationWords } from "../../../words/notification/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useHousehold } from "../../person.js";

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
