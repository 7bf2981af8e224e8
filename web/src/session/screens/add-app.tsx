/** Shown to staff whose sign-in does not count for records yet: adding the app, then waiting for the city. */
import { useEffect, useState } from "preact/hooks";

import { Button } from "../../components/button.js";
import { Empty } from "../../components/empty.js";
import { Skeleton } from "../../components/skeleton.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import { type Enrolment, enrolmentBy, hasApp } from "../enrolment.js";
import { useSignOut } from "../sign-out.js";
import { useSession } from "../use-session.js";
import { Enrolling } from "./enrolling.js";
import { Refused } from "./parts.js";
import { useTrying } from "./use-step.js";
import "./session.css";

export default function AddApp() {
  const { words, say, plain } = useWords();
  const { enrol } = useLexicon(sessionWords);
  useEffect(() => {
    document.title = `${plain(enrol.title)}|${plain(words.name)}`;
  });
  return <><h1 class="sr">{say(enrol.title)}</h1><Adding /></>;
}

function Adding() {
  const { words, say } = useWords();
  const { enrol } = useLexicon(sessionWords);
  const session = useSession();
  const signOut = useSignOut();
  const { run, busy, why } = useTrying("challenge");
  const [state, setState] = useState<"asked" | "added" | { readonly enrolment: Enrolment }>("asked");
  const look = () => run(async () => {
    if (session === undefined) return;
    const { keeper } = await session.held();
    const [pool, token] = [await keeper.pool(), await keeper.token()];
    if (token === undefined) return;
    setState((await hasApp(pool, token)) ? "added" : { enrolment: enrolmentBy(pool, () => keeper.token()) });
  });
  useEffect(look, []);
  const again = () => void signOut().catch(() => {});
  if (state === "added") return <Empty icon="check" title={say(enrol.done)} action={<Button onClick={again}>{say(enrol.again)}</Button>}>{say(enrol.doneText)}</Empty>;
  if (state !== "asked") return <div class="sign-in"><Enrolling enrolment={state.enrolment} done={async () => setState("added")} back={again} /></div>;
  if (why === undefined) return <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} />;
  return <div class="sign-in"><Refused why={why} /><Button kind="line" busy={busy} onClick={look}>{say(words.common.again)}</Button></div>;
}
