/** `/check-in`: where, what is shown there today, and the check-in. A poster's address leads here with its token, which leaves the address at once. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { type ScannedCode, Scanner } from "../../../scan/scanner.js";
import { type What, whatIs } from "../../../scan/what.js";
import { LoadingFrameProvider, lazyScreen } from "../../../frame/lazy-screen.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { useOnline } from "./clock.js";
import { type Door, useDoor } from "./door.js";
import { ForWhom } from "./for-whom.js";
import { PlaceChooser } from "./place-chooser.js";
import { Offline } from "./refused.js";

const Opening = lazyScreen<{ readonly door: Door; readonly change: () => void }>(() => import("./opening-form.js"), visitWords);

export default function CheckIn() {
  const { say, preferences: { language } } = useWords();
  const { checkIn } = useLexicon(visitWords);
  const person = usePerson();
  const online = useOnline();
  const { door, choose, unread } = useDoor();
  const [, look] = useState(0);
  // The camera is in sight first; what a code leads to comes while it is held.
  useEffect(() => void Opening.preload(language), [language]);
  if (!mayManage(person, "visits")) return <Page title={checkIn.title} back="/visits"><Empty icon="lock" title={say(checkIn.notAllowed)}>{say(checkIn.notAllowedText)}</Empty></Page>;
  if (!online) return <Page title={checkIn.title} back="/visits"><Offline again={() => look((count) => count + 1)} /></Page>;
  if (door !== undefined) return <LoadingFrameProvider value={Around}><Opening params={{ door, change: () => choose(undefined) }} /></LoadingFrameProvider>;
  return <Page title={checkIn.title} back="/visits"><ForWhom /><Where choose={choose} unread={unread} /></Page>;
}

function Around({ children }: { children: ComponentChildren }) {
  const { checkIn } = useLexicon(visitWords);
  return <Page title={checkIn.title} back="/visits"><ForWhom />{children}</Page>;
}

type Aside = Exclude<What["kind"], "poster">;

function Where({ choose, unread }: { choose: (door: Door) => void; unread: boolean }) {
  const { say } = useWords();
  const { checkIn } = useLexicon(visitWords);
  const [aside, setAside] = useState<Aside | undefined>(unread ? "other" : undefined);
  const read = (code: ScannedCode) => {
    const what = whatIs(code);
    if (what.kind === "poster") choose({ qr: what.token });
    else setAside(what.kind);
    return what.kind === "poster";
  };
  return (
    <>
      <Card title={say(checkIn.read)} icon="qr">
        {aside !== undefined && (
          <Banner kind="warn" title={say(checkIn.aside[aside].title)}>
            <p>{say(checkIn.aside[aside].text)}</p>
            {aside === "sheet" && <Button kind="quiet" small href="/medicines/scan">{say(checkIn.toMedicines)}</Button>}
          </Banner>
        )}
        <Scanner hint={say(checkIn.hint)} onCode={read} />
      </Card>
      <div class="stack stack--tight"><h2 class="section-title">{say(checkIn.byName)}</h2><p class="second">{say(checkIn.noQr)}</p></div>
      <PlaceChooser onChoose={({ code }) => choose({ institution_code: code })} />
    </>
  );
}
