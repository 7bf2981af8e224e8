import { useEffect, useState } from "preact/hooks";

import type { CheckInPreview, Purpose, Section } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Segment } from "../../../components/segment.js";
import { Skeleton } from "../../../components/skeleton.js";
import { Toggle } from "../../../components/toggle.js";
import { useAct } from "../../../data/use-act.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";
import { ForWhom } from "./for-whom.js";
import type { Door } from "./door.js";
import { inOrder, openedBy, purposesIn, purposesOf, wasChosen } from "./opening.js";
import { Refused, Stopped, stopOf } from "./refused.js";

/** What a check-in would open and to whom, and the check-in itself. */
export default function Opening({ door, change }: { door: Door; change: () => void }) {
  const { words, say } = useWords();
  const { checkIn } = useLexicon(visitWords);
  const { residentId } = usePerson();
  const preview = useAct("preview-check-in");
  const [purpose, setPurpose] = useState<Purpose>("consultation");
  const [seen, setSeen] = useState<CheckInPreview>();
  const ask = async (wanted: Purpose, tried: readonly Purpose[] = []) => {
    const came = await preview.run({}, { resident_id: residentId, purpose: wanted, ...door });
    if (came.ok) {
      setPurpose(wanted);
      setSeen(came.value);
      return;
    }
    // A poster does not say what people come there for: the refusal does.
    const other = purposesIn(came.refusal.document).find((one) => one !== wanted && !tried.includes(one));
    if (came.refusal.code === "purpose_not_offered" && other !== undefined) await ask(other, [...tried, wanted]);
  };
  useEffect(() => void ask(purpose), []);
  if (seen !== undefined) return <Choosing door={door} change={change} seen={seen} first={purpose} />;
  return (
    <Page title={checkIn.title} back="/visits">
      <ForWhom />
      {preview.refusal && !preview.busy
        ? <Refused refusal={preview.refusal} again={() => void ask(purpose)} elsewhere={change} />
        : <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} rows={8} />}
    </Page>
  );
}

function Choosing({ door, change, seen, first }: { door: Door; change: () => void; seen: CheckInPreview; first: Purpose }) {
  const { words, say, plain } = useWords();
  const { checkIn, opening, sections: names, kinds } = useLexicon(visitWords);
  const { residentId } = usePerson();
  const route = useRoute();
  const enter = useAct("check-in");
  const [purpose, setPurpose] = useState(first);
  const [byHand, setByHand] = useState<Readonly<Partial<Record<Section, boolean>>>>({});
  const { institution, sections } = seen;
  const purposes = purposesOf(institution.kind);
  const chosen = openedBy(sections, purpose, byHand);
  const go = async () => {
    const came = await enter.run({}, { resident_id: residentId, purpose, sections: [...chosen], ...door });
    if (came.ok) route(`/check-in/${came.value.visit_id}`, true);
  };
  const stop = enter.refusal && stopOf(enter.refusal);
  const none = chosen.length === 0;
  return (
    <Page
      title={checkIn.title}
      back="/visits"
      action={(
        <ActionBar label={plain(words.common.action)} next={say(opening.until)}>
          <Button block icon="check" busy={enter.busy || none} onClick={() => void go()}>{say(enter.busy ? opening.going : none ? opening.none : opening.go(chosen.length))}</Button>
        </ActionBar>
      )}
    >
      {stop && <Stopped stop={stop} />}
      {enter.refusal && !stop && <Banner kind="danger" title={say(checkIn.failed)}><Sentence refusal={enter.refusal} /></Banner>}
      <ForWhom />
      <Card label={plain("qr" in door ? opening.fromQr : opening.chosen)}>
        <p class="second">{say("qr" in door ? opening.fromQr : opening.chosen)}</p>
        <h2 class="headline"><span class="name">{institution.name}</span></h2>
        <p>{say(kinds[institution.kind])}{institution.address && <>・{institution.address}</>}</p>
        <p class="cluster"><Badge kind="ok" icon="shield">{say(opening.registered)}</Badge><Button kind="quiet" small onClick={change}>{say(opening.change)}</Button></p>
        {purposes.length > 1 && <Segment label={plain(opening.purpose)} value={purpose} held={enter.busy} onChange={setPurpose} options={purposes.map((value) => ({ value, word: say(opening.purposes[value]) }))} />}
      </Card>
      <Card flush label={plain(opening.title)}>
        <div class="rows">
          <div class="card__head"><div class="stack stack--tight"><h2 class="card__title">{say(opening.title)}</h2><p class="second">{say(wasChosen(sections) ? opening.asLast : opening.asUsual)}</p></div></div>
          {sections.length === 0 && <p class="pad">{say(opening.nothing)}</p>}
          {inOrder(sections).map(({ section, count_text }) => (
            <Toggle
              key={section}
              title={say(names[section])}
              sub={count_text}
              on={say(opening.show)}
              off={say(opening.hide)}
              checked={chosen.includes(section)}
              held={enter.busy}
              onChange={(shown) => setByHand((before) => ({ ...before, [section]: shown }))}
            />
          ))}
        </div>
      </Card>
      {chosen.includes("health_guidance") && <Banner kind="info" title={say(names.health_guidance)}>{say(opening.guidance)}</Banner>}
      <p class="second">{say(opening.note)}</p>
    </Page>
  );
}
