import { useState } from "preact/hooks";

import type { MadeEmergencyCard } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button, ButtonPair } from "../../../components/button.js";
import { Qr } from "../../../components/qr.js";
import { saveFile } from "../../../data/files.js";
import { useRead } from "../../../data/use-read.js";
import { emergencyWords } from "../../../words/emergency/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { usePerson } from "../../person.js";
import { picture } from "./picture.js";
import "./new-card.css";

/** What stands on the card whatever the language of the page: whoever scans it may read either. */
export const ON_CARD = { title: "緊急カード", titleEn: "EMERGENCY CARD", scan: "緊急のときに読み取ってください", scanEn: "Scan in an emergency" };

/** A new card: to be printed or saved before the page is left, because its code is shown this once. */
export function NewCard({ made: { address } }: { made: MadeEmergencyCard }) {
  const { say, plain } = useWords();
  const said = useLexicon(emergencyWords);
  const { residentId, name } = usePerson();
  const legal = useRead("get-resident", { resident_id: residentId }).value?.identity.legal_name;
  const [kept, setKept] = useState<string>();
  const card = { of: location.origin + address, name: legal ?? name, ...ON_CARD };
  const save = () => {
    try {
      saveFile({ ...picture(card), file_name: said.fileName });
      setKept(said.saved);
    } catch {
      setKept(said.notSaved);
    }
  };
  return (
    <>
      <div class="no-print"><Banner kind="ok" title={say(said.made)} /></div>
      <section class="emergency-card" lang="ja" aria-label={plain(said.code)}>
        <div class="emergency-card__code"><Qr of={card.of} label={plain(said.code)} stains /></div>
        <div class="emergency-card__text">
          <p class="emergency-card__title">{card.title}<span lang="en">{card.titleEn}</span></p>
          <p class="emergency-card__name name">{card.name}</p>
          <p class="emergency-card__scan">{card.scan}<span lang="en">{card.scanEn}</span></p>
        </div>
      </section>
      <div class="stack no-print">
        <Banner kind="warn" title={say(said.once)}><p>{say(said.onceText)}</p></Banner>
        <ButtonPair even>
          <Button icon="print" onClick={() => print()}>{say(said.print)}</Button>
          <Button kind="line" icon="download" onClick={save}>{say(said.save)}</Button>
        </ButtonPair>
        <p role="status">{kept !== undefined && say(kept)}</p>
        <p class="second">{say(said.paper)}</p>
      </div>
    </>
  );
}
