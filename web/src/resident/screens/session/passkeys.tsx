/** `/book/settings/passkeys`: those of the account, wherever their devices are; one more, and one less. */
import { useState } from "preact/hooks";

import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Dialog } from "../../../components/dialog.js";
import { Empty } from "../../../components/empty.js";
import { Skeleton } from "../../../components/skeleton.js";
import type { Passkey, Passkeys as Own } from "../../../session/passkeys.js";
import { PasskeyRefused, passkeyWhy } from "../../../session/screens/passkey-refused.js";
import { useLeaving } from "../../../session/screens/use-leaving.js";
import { useAttempts } from "../../../session/screens/use-step.js";
import { passkeyWords } from "../../../words/passkey/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { usePasskeys } from "./use-passkeys.js";

const HERE = "/book/settings/passkeys";

export default function Passkeys() {
  const { words, say } = useWords();
  const { list } = useLexicon(passkeyWords);
  const { known, again } = usePasskeys();
  return (
    <Page title={list.title} back="/book/settings">
      {known.is === "opening" && <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} />}
      {known.is === "off" && <Empty icon="lock" title={say(list.off)}>{say(list.offText)}</Empty>}
      {known.is === "away" && <><PasskeyRefused why={known.why} /><Button kind="line" onClick={() => void again()}>{say(words.common.again)}</Button></>}
      {known.is === "there" && <List {...known} again={again} />}
    </Page>
  );
}

function List({ all, passkeys, again }: { readonly all: readonly Passkey[]; readonly passkeys: Own; readonly again: () => Promise<void> }) {
  const { say } = useWords();
  const { list } = useLexicon(passkeyWords);
  const leaving = useLeaving();
  const done = useDone();
  const [asked, ask] = useState<Passkey>();
  const { run, busy, why } = useAttempts((fault) => passkeyWhy(fault, "list"));
  const add = () => run(async () => {
    // Whether it was kept is not known where the answer got lost: the list says so.
    await passkeys.add(leaving).finally(again);
    done({ title: list.added, on: HERE });
  });
  return (
    <>
      <p>{say(list.text)}</p>
      <Card flush title={say(list.here)}>
        {all.length === 0
          ? <p class="pad">{say(list.none)}</p>
          : <ul class="rows">{all.map((one) => <li key={one.id} class="pad stack"><One passkey={one} remove={() => ask(one)} /></li>)}</ul>}
      </Card>
      <Banner kind="warn" title={say(list.shared)}>{say(list.sharedText)}</Banner>
      <PasskeyRefused why={why} />
      <Button block icon="plus" busy={busy} onClick={add}>{say(busy ? list.adding : list.add)}</Button>
      <p class="second">{say(list.several)}</p>
      <p class="second">{say(list.lost)}</p>
      {asked && <Remove passkey={asked} passkeys={passkeys} again={again} close={() => ask(undefined)} />}
    </>
  );
}

function One({ passkey, remove }: { readonly passkey: Passkey; readonly remove: () => void }) {
  const { say } = useWords();
  const { list } = useLexicon(passkeyWords);
  return <><Named passkey={passkey} /><span><Button kind="quiet" small onClick={remove}>{say(list.remove)}</Button></span></>;
}

/** What keeps it is named by the pool, and shown as it was written: two of one name differ by when they were made. */
function Named({ passkey: { name, made } }: { readonly passkey: Passkey }) {
  const { say, dates } = useWords();
  const { list } = useLexicon(passkeyWords);
  return <><strong class="lead">{name === "" ? say(list.name) : name}</strong><p class="second">{say(list.made(`${dates.whole(made)} ${dates.time(made)}`))}</p></>;
}

/** Asked once. */
function Remove({ passkey, passkeys, again, close }: { readonly passkey: Passkey; readonly passkeys: Own; readonly again: () => Promise<void>; readonly close: () => void }) {
  const { words, say } = useWords();
  const { list } = useLexicon(passkeyWords);
  const done = useDone();
  const { run, busy, why } = useAttempts((fault) => passkeyWhy(fault, "list"));
  const remove = () => run(async () => {
    await passkeys.remove(passkey.id);
    await again();
    close();
    done({ title: list.removed, on: HERE });
  });
  return (
    <Dialog kind="dialog" title={say(list.ask)} close={close}>
      <Named passkey={passkey} />
      <p>{say(list.askText)}</p>
      <PasskeyRefused why={why} />
      <Button kind="danger" block busy={busy} onClick={remove}>{say(list.yes)}</Button>
      <Button kind="line" block onClick={close}>{say(words.common.back)}</Button>
    </Dialog>
  );
}
