/** `/start/card`: the My Number Card proves who a person is. The app is opened from here, and comes back here. */
import { useEffect, useState } from "preact/hooks";

import type { FinishIdentityProofInput, IdentityProofOutcome, ResidentStatus } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Progress } from "../../../components/progress.js";
import { Row } from "../../../components/row.js";
import { Skeleton } from "../../../components/skeleton.js";
import { Steps, Ticks } from "../../../components/steps.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute, useStillHere } from "../../../frame/still-here.js";
import type { ResidentWords } from "../../../words/resident/ja.js";
import { residentWords } from "../../../words/resident/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { useHousehold } from "../../person.js";
import { type Leaving, isOwnAttempt, leaveFor, takeCallback } from "./callback.js";

export default function StartCard() {
  const { say } = useWords();
  const { card: said } = useLexicon(residentWords);
  const { account, people, person } = useHousehold();
  const [callback] = useState(takeCallback);
  const [isSure, setSure] = useState(() => callback !== undefined && isOwnAttempt(callback.state, account));
  const own = people.find((one) => one.own);
  if (callback !== undefined && !isSure) return <Ask goOn={() => setSure(true)} />;
  if (callback !== undefined) return <Finish callback={callback} />;
  if (own === undefined) return <Page title={said.title} back="/book"><Empty icon="card" title={say(said.noOwn)} action={<Button href="/start">{say(said.make)}</Button>} /></Page>;
  if (!person.own) return <Page title={said.title} back="/book"><Empty icon="card" title={say(said.own)} /></Page>;
  return <Begin residentId={own.residentId} />;
}

function Begin({ residentId }: { residentId: string }) {
  const { words, say, plain } = useWords();
  const { card: said } = useLexicon(residentWords);
  const resident = useRead("get-resident", { resident_id: residentId });
  const start = useAct("start-identity-proof");
  const { account } = useHousehold();
  const isHere = useStillHere();
  const [address, setAddress] = useState<string>();
  const [leaving, setLeaving] = useState<Leaving>();
  const open = async () => {
    setLeaving(undefined);
    setAddress(undefined);
    const came = await start.run({ resident_id: residentId }, {});
    if (!came.ok || !isHere()) return;
    const left = await leaveFor(came.value.authorization_url, account);
    setLeaving(left);
    // The link stands by only for where one may be led.
    if (left === "left") setAddress(came.value.authorization_url);
  };
  const status = resident.value?.status;
  const fresh = status === undefined || status === "unverified";
  const word = start.busy ? said.opening : fresh ? said.open : said.again;
  return (
    <Page
      title={said.title}
      back="/book"
      action={
        <ActionBar label={plain(words.common.action)} next={address === undefined ? say(said.after) : <a class="hit strong" href={address}>{say(said.link)}</a>}>
          <Button block busy={start.busy} icon="card" onClick={() => void open()}>{say(word)}</Button>
        </ActionBar>
      }
    >
      {start.refusal && <Banner kind="danger" title={say(said.failed)}><Sentence refusal={start.refusal} /></Banner>}
      {leaving === "unknown" && <Banner kind="danger" title={say(said.failed)}>{say(words.problem.unreachable)}</Banner>}
      {leaving === "elsewhere" && <Banner kind="danger" title={say(said.elsewhere)}>{say(said.elsewhereText)}</Banner>}
      <Answered read={resident} rows={1}>{({ status: now }) => <Stands status={now} />}</Answered>
      <h2 class="headline">{say(said.lead)}</h2>
      <Card title={say(said.ready)} icon="card"><Ticks items={said.readyItems.map((item) => say(item))} /></Card>
      <Card title={say(said.steps)}><Steps steps={said.stepItems.map((item) => say(item))} /></Card>
      <Card title={say(said.uses)} icon="shield"><p>{say(said.usesText)} <strong>{say(said.noNumber)}</strong></p></Card>
      {fresh && <Card title={say(said.why)}><Ticks items={said.whyText.map((item) => say(item))} /><p class="second">{say(said.nowText)}</p></Card>}
      <Card flush sunken label={plain(said.none)}><Row icon="help" title={say(said.none)} sub={say(said.noneSub)} /></Card>
      {fresh && <Card flush label={plain(said.later)}><Row title={say(said.later)} sub={say(said.laterSub)} href="/" /></Card>}
    </Page>
  );
}

/** How far it is known who the person is. */
function Stands({ status }: { status: ResidentStatus }) {
  const { say, plain } = useWords();
  const { card: said } = useLexicon(residentWords);
  if (status === "unverified") return <div class="stack stack--tight"><p class="second">{say(said.step)}</p><Progress label={plain(said.step)} done={2} of={2} /></div>;
  return <Banner kind={status === "manual_review" ? "info" : "ok"} title={say(said.now_is[status])} />;
}

/** Something came back that this tab did not begin: it is sent only where the person says that it is theirs. */
function Ask({ goOn }: { goOn: () => void }) {
  const { say, plain, words } = useWords();
  const { card: said } = useLexicon(residentWords);
  const route = useRoute();
  return (
    <Page title={said.title} back="/book" action={<ActionBar label={plain(words.common.action)}><Button block onClick={goOn}>{say(said.mine)}</Button><Button block kind="line" onClick={() => route("/")}>{say(said.home)}</Button></ActionBar>}>
      <Banner title={say(said.isMine)}><p>{say(said.isMineText)}</p></Banner>
    </Page>
  );
}

/** The app came back: what it brought is sent at once, and what came of it stands here. */
function Finish({ callback }: { callback: FinishIdentityProofInput }) {
  const { words, say, plain } = useWords();
  const { card: said } = useLexicon(residentWords);
  const route = useRoute();
  const finish = useAct("finish-identity-proof");
  const [outcome, setOutcome] = useState<IdentityProofOutcome>();
  const [anew, setAnew] = useState(false);
  const { people } = useHousehold();
  const own = people.find((one) => one.own);
  const send = async () => {
    const came = await finish.run({}, callback);
    if (came.ok) setOutcome(came.value.status);
  };
  useEffect(() => void send(), []);
  if (anew && own) return <Begin residentId={own.residentId} />;
  const code = finish.refusal?.code;
  const ended = isEnded(code, said.problems) ? said.problems[code] : undefined;
  const over = outcome !== undefined || ended !== undefined;
  // Perhaps it was the card of somebody in the family: the own one is still to be held.
  const again = ended !== undefined || (outcome === "already_linked" && own !== undefined);
  const home = <Button block kind={again ? "line" : "filled"} onClick={() => route("/")}>{say(said.home)}</Button>;
  const action = over ? home : finish.refusal && <Button block busy={finish.busy} onClick={() => void send()}>{say(said.retry)}</Button>;
  return (
    <Page title={said.title} back="/book" action={action && <ActionBar label={plain(words.common.action)}>{again && <Button block onClick={() => setAnew(true)}>{say(said.again)}</Button>}{action}</ActionBar>}>
      {outcome && <Banner kind={outcome === "already_linked" ? "warn" : outcome === "manual_review" ? "info" : "ok"} title={say(said.outcomes[outcome].title)}><p>{say(said.outcomes[outcome].text)}</p></Banner>}
      {ended && <Banner kind="warn" title={say(ended.title)}><p>{say(ended.text)}</p></Banner>}
      {finish.refusal && !ended && <Banner kind="danger" title={say(said.failed)}><p><Sentence refusal={finish.refusal} /></p><p>{say(said.failedText)}</p></Banner>}
      {!over && !finish.refusal && <Skeleton title={say(said.finishing)} slow={say(said.finishingText)} rows={1} />}
    </Page>
  );
}

/** What ends this attempt: the next one begins anew. Anything else may be sent again. */
function isEnded(code: string | undefined, problems: ResidentWords["card"]["problems"]): code is keyof ResidentWords["card"]["problems"] {
  return code !== undefined && code in problems;
}
