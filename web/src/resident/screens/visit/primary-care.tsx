/** `/visits/primary-care`: the institutions that the person calls their own. No institution is told. */
import { useState } from "preact/hooks";

import type { PrimaryCareInstitution } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { PhoneLink } from "../../../components/phone-link.js";
import { Row, Rows } from "../../../components/row.js";
import { useAct } from "../../../data/use-act.js";
import { useRead, useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, mayRecord, usePerson } from "../../person.js";
import { holdDoor } from "./door.js";
import { PlaceChooser } from "./place-chooser.js";

const HERE = "/visits/primary-care";

export default function PrimaryCare() {
  const { say, plain } = useWords();
  const { care, checkIn } = useLexicon(visitWords);
  const person = usePerson();
  const { act } = useServices();
  const done = useDone();
  const route = useRoute();
  const path = (institution_code: string) => ({ resident_id: person.residentId, institution_code });
  const list = useRead("list-primary-care-institutions", { resident_id: person.residentId });
  const put = useAct("put-primary-care-institution");
  const drop = useAct("delete-primary-care-institution");
  const [adding, setAdding] = useState(false);
  const may = mayRecord(person, "visits");
  const add = async (code: string) => {
    drop.clear();
    if (!(await put.run(path(code), {})).ok) return;
    setAdding(false);
    const undo = async () => {
      const back = await act("delete-primary-care-institution", path(code));
      return back.ok ? undefined : back.refusal;
    };
    done({ title: care.added, undo, on: HERE });
  };
  const remove = async (code: string) => {
    put.clear();
    if (!(await drop.run(path(code))).ok) return;
    const undo = async () => {
      const back = await act("put-primary-care-institution", path(code), {});
      return back.ok ? undefined : back.refusal;
    };
    done({ title: care.removed, undo, on: HERE });
  };
  const enter = (institution_code: string) => {
    holdDoor({ institution_code });
    route("/check-in");
  };
  const refusal = put.refusal ?? drop.refusal;
  return (
    <Page title={care.title} back="/visits">
      {refusal && <Banner kind="danger" title={say(care.failed)}><Sentence refusal={refusal} /></Banner>}
      <Answered read={list}>
        {({ items }) => {
          if (adding) {
            return (
              <>
                <div class="between"><h2 class="headline">{say(care.choose)}</h2></div>
                <PlaceChooser without={items.map(({ institution }) => institution.code)} onChoose={({ code }) => void add(code)} />
                <Button kind="line" block onClick={() => setAdding(false)}>{say(care.stop)}</Button>
              </>
            );
          }
          const more = may && <Button block icon="plus" {...(items.length > 0 && { kind: "line" as const })} onClick={() => setAdding(true)}>{say(care.add)}</Button>;
          if (items.length === 0) return <Empty icon="home" title={say(care.none)} action={more}>{say(care.noneText)}</Empty>;
          return (
            <>
              <Card flush label={plain(care.title)}>
                <Rows>
                  {items.map((one) => (
                    <li key={one.institution.code}>
                      <One one={one} />
                      <div class="pad cluster">
                        {one.takes_part && mayManage(person, "visits") && <Button kind="line" small icon="clinic" onClick={() => enter(one.institution.code)}>{say(checkIn.title)}</Button>}
                        {may && <Button kind="quiet" small busy={drop.busy} onClick={() => void remove(one.institution.code)}>{say(care.remove)}<span class="sr"> {one.institution.name}</span></Button>}
                      </div>
                    </li>
                  ))}
                </Rows>
              </Card>
              {more}
            </>
          );
        }}
      </Answered>
      <p class="second">{say(care.secret)}</p>
    </Page>
  );
}

function One({ one: { institution, kind, address, phone, takes_part } }: { one: PrimaryCareInstitution }) {
  const { say } = useWords();
  const { kinds, places, care } = useLexicon(visitWords);
  return (
    <Row icon={kind === "pharmacy" ? "pill" : "clinic"} title={<span class="name">{institution.name ?? institution.code}</span>} sub={<>{kind && say(kinds[kind])}{kind && address && "・"}{address}</>}>
      {phone && <span>{say(care.call)} <PhoneLink number={phone} /></span>}
      {!takes_part && <span><Badge kind="quiet">{say(places.left)}</Badge></span>}
    </Row>
  );
}
