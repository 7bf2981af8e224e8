/** `/book/consents`: what the person agrees to, since when, and the way to withdraw it or to agree again. */
import { useState } from "preact/hooks";

import type { Consents, ConsentOfPurpose, ConsentPurpose, ConsentText } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Dialog } from "../../../components/dialog.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { residentWords } from "../../../words/resident/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, useHousehold } from "../../person.js";
import { putOff, stillAsked } from "../../put-off.js";
import { ConsentFullText, useConsentWords } from "./consent-text.js";

const HERE = "/book/consents";

export default function BookConsents() {
  const { say } = useWords();
  const { consents: said, start } = useLexicon(residentWords);
  const { account, person } = useHousehold();
  const path = { resident_id: person.residentId };
  const consents = useRead("get-consents", path);
  const texts = useRead("list-consent-texts", {});
  const update = useAct("update-consents");
  const done = useDone();
  const route = useRoute();
  const [asked, setAsked] = useState<ConsentText>();
  // A consent is the person's own, or a guardian's; family does not give it for them.
  const mayChange = mayManage(person, "profile") && person.relation !== "family";
  const send = async (next: Consents["consents"], title: string, more?: string) => {
    const came = await update.run(path, { consents: next }, { version: consents.version });
    setAsked(undefined);
    if (came.ok) done({ title, next: more, on: HERE });
    // What was agreed to, or the text of it, is another by now: it is shown before anything is sent again.
    else if (came.refusal.code === "consent_outdated" || came.refusal.status === 412) {
      texts.again();
      consents.again();
    }
  };
  const others = (all: Consents["consents"], purpose: ConsentPurpose) => all.filter((one) => one.purpose !== purpose);
  return (
    <Page title={said.title} back="/book">
      {update.refusal && <Banner kind="danger" title={say(said.failed)}>{update.refusal.code === "consent_outdated" ? say(start.outdated) : <Sentence refusal={update.refusal} />}</Banner>}
      {!mayChange && <Banner title={say(said.own)} />}
      <Answered read={consents} rows={6}>
        {({ items, consents: all }) => (
          <Answered read={texts} rows={6}>
            {({ items: known }) => {
              const shown = items.flatMap((item) => {
                const text = known.find(({ purpose }) => purpose === item.purpose);
                return text === undefined ? [] : [{ item, text }];
              });
              const card = ({ item, text }: (typeof shown)[number]) => (
                <Purpose
                  key={item.purpose} item={item} text={text} busy={update.busy} mayChange={mayChange}
                  agree={() => void send([...others(all, item.purpose), { purpose: text.purpose, version: text.version }], said.agreed)}
                  withdraw={() => { update.clear(); setAsked(text); }}
                />
              );
              const due = shown.filter(({ item }) => item.ask);
              const later = (asks: typeof shown) => stillAsked(account, asks.map(({ text }) => text)).filter(({ required }) => !required);
              return (
                <>
                  {due.length > 0 && <><h2 class="section-title">{say(said.due)}</h2>{due.map(card)}</>}
                  {later(due).length > 0 && <Button kind="line" block onClick={() => { putOff(account, later(due)); route("/"); }}>{say(said.later)}</Button>}
                  {due.length > 0 && due.length < shown.length && <h2 class="section-title">{say(said.all)}</h2>}
                  {shown.filter(({ item }) => !item.ask).map(card)}
                  {asked && (
                    <Dialog kind="dialog" title={say(said.ask)} close={() => setAsked(undefined)}>
                      <Title text={asked} />
                      <p>{say(said.ends[asked.purpose])}</p>
                      <Button kind="danger" block busy={update.busy} onClick={() => void send(others(all, asked.purpose), said.ended, said.endedText)}>{say(update.busy ? said.working : said.yes)}</Button>
                      <Button kind="line" block onClick={() => setAsked(undefined)}>{say(said.keep)}</Button>
                    </Dialog>
                  )}
                </>
              );
            }}
          </Answered>
        )}
      </Answered>
    </Page>
  );
}

function Title({ text }: { text: ConsentText }) {
  const titles = useConsentWords();
  return <p class="strong">{titles(text.title)}</p>;
}

interface PurposeProps {
  readonly item: ConsentOfPurpose;
  readonly text: ConsentText;
  readonly busy: boolean;
  readonly mayChange: boolean;
  readonly agree: () => void;
  readonly withdraw: () => void;
}

function Purpose({ item: { consent, ask }, text, busy, mayChange, agree, withdraw }: PurposeProps) {
  const { say, dates } = useWords();
  const { consents: said } = useLexicon(residentWords);
  const titles = useConsentWords();
  const stands = consent !== undefined && consent.withdrawn_at === null;
  const day = (at: string) => dates.whole(new Date(at));
  const since = consent === undefined ? said.never : consent.withdrawn_at !== null ? said.withdrawn(day(consent.withdrawn_at)) : consent.resumed_at !== null ? said.resumed(day(consent.resumed_at)) : said.given(day(consent.given_at));
  return (
    <Card title={titles(text.title)} aside={<Badge kind={stands ? "ok" : "quiet"} {...(stands && { icon: "check" as const })}>{say(stands ? said.on : said.off)}</Badge>}>
      <p>{say(said.means[text.purpose])}</p>
      <p class="second">{say(since)}</p>
      {ask && consent !== undefined && <p class="strong">{say(said.newer)}</p>}
      <ConsentFullText text={text} />
      {mayChange && (ask || !stands) && <Button kind="line" block busy={busy} onClick={agree}>{say(consent === undefined ? said.agree : stands ? said.agreeNew : said.again)}</Button>}
      {mayChange && stands && <Button kind="danger" busy={busy} onClick={withdraw}>{say(said.withdraw)}</Button>}
      {mayChange && stands && <p class="second">{say(said.withdrawHint)}</p>}
    </Card>
  );
}
