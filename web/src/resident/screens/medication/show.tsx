/** `/medicines/show`: the notebook to be held up at a pharmacy as QR codes, and as files. */
import { useEffect, useMemo, useState } from "preact/hooks";

import type { ExportNotebookOutput, ExportedFile, Refusal } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button, ButtonPair } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Qr } from "../../../components/qr.js";
import { Segment } from "../../../components/segment.js";
import { Skeleton } from "../../../components/skeleton.js";
import { Toggle } from "../../../components/toggle.js";
import { saveFile } from "../../../data/files.js";
import { useServices } from "../../../data/use-read.js";
import { Problem } from "../../../frame/problem.js";
import { isoDay } from "../../../words/dates.js";
import { addDays } from "../../../words/days.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { Refused } from "./refused.js";
import { useWakeLock } from "./wake.js";

/** In days; the API's own year where none is named. */
const PERIODS = { month: 31, quarter: 92, year: undefined } as const;
type Period = keyof typeof PERIODS;

export default function Show() {
  const { words, say, plain } = useWords();
  const { show } = useLexicon(medicationWords);
  const { fetchOnce } = useServices();
  const { residentId } = usePerson();
  const today = isoDay(useMinute());
  const [period, setPeriod] = useState<Period>("quarter");
  const [concealed, setConcealed] = useState(false);
  const [tries, setTries] = useState(0);
  const [came, setCame] = useState<ExportNotebookOutput | Refusal<string>>();
  const [file, setFile] = useState<{ readonly busy: boolean; readonly refusal?: Refusal<string> }>({ busy: false });
  const days = PERIODS[period];
  const query = { ...(days !== undefined && { from: addDays(today, -days) }), ...(concealed && { include_concealed: true }) };
  useEffect(() => {
    let over = false;
    setCame(undefined);
    void fetchOnce("export-notebook", { resident_id: residentId }, query).then((outcome) => {
      if (!over) setCame(outcome.ok ? outcome.value : outcome.refusal);
    });
    return () => {
      over = true;
    };
  }, [residentId, query.from, period, concealed, tries]);
  const save = async (which: "print-medications" | "export-medications") => {
    setFile({ busy: true });
    const outcome = await fetchOnce(which, { resident_id: residentId }, query);
    setFile(outcome.ok ? { busy: false } : { busy: false, refusal: outcome.refusal });
    if (!outcome.ok) return;
    const given: ExportedFile = outcome.value;
    // It is found again among all the files of a phone by a name that the person reads; the day stays.
    saveFile({ ...given, file_name: given.file_name.replace(/^[a-z-]+(?=-\d)/, show.fileNames[which]) });
  };
  return (
    <Page title={show.title} back="/medicines">
      {came === undefined ? <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} rows={4} />
        : "parts" in came ? <Codes key={`${period} ${String(concealed)}`} exported={came} />
        : came.code === "nothing_to_export" ? <Banner title={say(show.nothing)}>{say(show.nothingText)}</Banner>
        : <Problem refusal={came} again={() => setTries(tries + 1)} />}
      <Card title={say(show.what)}>
        <div class="stack">
          <Segment
            label={plain(show.period)}
            options={[{ value: "month", word: say(show.month) }, { value: "quarter", word: say(show.quarter) }, { value: "year", word: say(show.year) }]}
            value={period}
            onChange={setPeriod}
          />
          <Toggle title={say(show.concealed)} sub={say(show.concealedText)} on={say(words.common.on)} off={say(words.common.off)} checked={concealed} onChange={setConcealed} />
        </div>
      </Card>
      <Card title={say(show.files)}>
        <div class="stack">
          <Refused refusal={file.refusal} />
          <ButtonPair even>
            <Button kind="line" small icon="print" busy={file.busy} onClick={() => void save("print-medications")}>{say(show.pdf)}</Button>
            <Button kind="line" small icon="download" busy={file.busy} onClick={() => void save("export-medications")}>{say(show.csv)}</Button>
          </ButtonPair>
          <p class="second">{say(show.filesText)}</p>
        </div>
      </Card>
    </Page>
  );
}

/** One code a screen, with its place. */
function Codes({ exported }: { exported: ExportNotebookOutput }) {
  const { say, plain } = useWords();
  const { show } = useLexicon(medicationWords);
  const [shown, setShown] = useState(0);
  useWakeLock(true);
  const { parts, shortened, replaced } = exported;
  const part = parts[shown];
  const bytes = useMemo(() => Uint8Array.from(atob(part?.bytes_base64 ?? ""), (letter) => letter.charCodeAt(0)), [part]);
  if (part === undefined) return null;
  return (
    <>
      <section class="stack">
        <h2 class="headline" aria-live="polite">{say(parts.length === 1 ? show.one : show.of(shown + 1, parts.length))}</h2>
        <Qr of={bytes} label={plain(show.code(shown + 1, parts.length))} />
        <p>{say(show.how)}</p>
        {parts.length > 1 && (
          <ButtonPair even>
            {shown > 0 && <Button kind="line" onClick={() => setShown(shown - 1)}>{say(show.before)}</Button>}
            {shown + 1 < parts.length && <Button onClick={() => setShown(shown + 1)}>{say(show.next)}</Button>}
          </ButtonPair>
        )}
      </section>
      <p class="second">{say(show.inside(exported.dispensings))}{exported.concealed_left_out > 0 && <> {say(show.leftOut(exported.concealed_left_out))}</>}{exported.unconfirmed_left_out > 0 && <> {say(show.unconfirmed(exported.unconfirmed_left_out))}</>}{!exported.with_profile && <> {say(show.noProfile)}</>}{shortened.length + replaced.length > 0 && <> {say(show.shortened)}</>}</p>
    </>
  );
}
