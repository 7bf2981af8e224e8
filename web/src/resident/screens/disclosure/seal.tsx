/** Whether the log is whole: what the city says, what this browser computed, and how the person can do so without either. */
import { useEffect, useState } from "preact/hooks";

import type { AccessLogEntry, GetAccessLogOutput, Refusal } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Disclosure } from "../../../components/disclosure.js";
import { base64, saveFile } from "../../../data/files.js";
import type { Services } from "../../../data/services.js";
import { useServices } from "../../../data/use-read.js";
import { Sentence } from "../../../frame/problem.js";
import { disclosureWords } from "../../../words/disclosure/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useMinute, useNow } from "../../use-minute.js";
import { type Checked, checkChain, differsFrom, readKept } from "./chain.js";
import "./seal.css";

type Own = Checked | "impossible" | undefined;

/** Checks what is shown, and again whenever more of it is. */
function useCheck(entries: readonly AccessLogEntry[]): { readonly own: Own; readonly at: Date } {
  const [own, setOwn] = useState<Own>();
  const now = useNow();
  const [at, setAt] = useState(now);
  useEffect(() => {
    let current = true;
    const told = (checked: Own) => {
      if (!current) return;
      setOwn(checked);
      setAt(now());
    };
    // An insecure address or an old browser has no digest: it then says so.
    checkChain(entries).then(told, () => told("impossible"));
    return () => {
      current = false;
    };
  }, [entries]);
  return { own, at };
}

export function Seal({ answer, residentId }: { answer: GetAccessLogOutput; residentId: string }) {
  const { say, dates } = useWords();
  const { log: said } = useLexicon(disclosureWords);
  const { own, at } = useCheck(answer.items);
  const when = `${dates.near(at, useMinute())} ${dates.time(at)}`;
  const how = <How residentId={residentId} />;
  if (typeof own === "object" && !own.good) return <Banner kind="danger" title={say(said.broken)}><p>{say(said.brokenText(own.seq))}</p>{how}</Banner>;
  if (!answer.verified) return <Banner kind="danger" title={say(said.broken)}><p>{say(answer.first_bad === undefined ? said.brokenSomewhere : said.brokenText(answer.first_bad))}</p>{how}</Banner>;
  if (own === undefined) return <Banner title={say(said.checking)} />;
  if (own === "impossible") return <Banner kind="ok" title={say(said.unchecked)}><p>{say(said.uncheckedText)}</p>{how}</Banner>;
  return <Banner kind="ok" title={say(own.whole ? said.whole : said.part)}><p>{say((own.whole ? said.wholeText : said.partText)(own.count, when))}</p>{how}</Banner>;
}

/** What keeping or comparing came to. */
type Came =
  | { readonly is: "saved"; readonly count: number }
  | { readonly is: "same"; readonly count: number }
  | { readonly is: "broken"; readonly seq: number }
  | { readonly is: "differs"; readonly seq: number }
  | { readonly is: "no file" }
  | { readonly is: "refused"; readonly refusal: Refusal<string> };

function How({ residentId }: { residentId: string }) {
  const { say } = useWords();
  const { log: said } = useLexicon(disclosureWords);
  const services = useServices();
  const [busy, setBusy] = useState(false);
  const [came, setCame] = useState<Came>();
  const doing = async (what: (entries: readonly AccessLogEntry[]) => Promise<Came>) => {
    if (busy) return;
    setBusy(true);
    setCame(undefined);
    const whole = await wholeLog(services, residentId);
    setCame(Array.isArray(whole) ? await what(whole) : { is: "refused", refusal: whole as Refusal<string> });
    setBusy(false);
  };
  const save = () => doing(async (items) => {
    // Kept also where it is broken: it is what the person then shows.
    saveFile({ bytes_base64: base64(new TextEncoder().encode(JSON.stringify({ items }, null, 1))), content_type: "application/json", file_name: said.fileName });
    const checked = await checkChain(items).catch((): Checked => ({ good: true, count: items.length, whole: true }));
    return checked.good ? { is: "saved", count: items.length } : { is: "broken", seq: checked.seq };
  });
  const compare = async (file: File | undefined) => {
    if (file === undefined) return;
    const kept = readKept(await file.text());
    if (kept === undefined) return setCame({ is: "no file" });
    await doing(async (items) => {
      const seq = differsFrom(kept, items);
      return seq === undefined ? { is: "same", count: kept.length } : { is: "differs", seq };
    });
  };
  return (
    <Disclosure summary={say(said.how)}>
      {said.howText.map((text) => <p key={text}>{say(text)}</p>)}
      <p class="strong">{say(said.yourself)}</p>
      <p>{say(said.yourselfText)}</p>
      <p><code class="seal__command" lang="en">jq -j '.items[0].record' {said.fileName} | sha256sum</code></p>
      <Button kind="line" icon="download" busy={busy} onClick={() => void save()}>{say(busy ? said.saving : said.save)}</Button>
      <label class="btn btn--line seal__file">
        <input type="file" accept="application/json,.json" onChange={({ currentTarget }) => void compare(currentTarget.files?.[0]).then(() => { currentTarget.value = ""; })} />
        {say(said.compare)}
      </label>
      <div role="status" class="strong">{came && <Outcome came={came} />}</div>
    </Disclosure>
  );
}

function Outcome({ came }: { came: Came }) {
  const { say } = useWords();
  const { log: said } = useLexicon(disclosureWords);
  if (came.is === "refused") return <Sentence refusal={came.refusal} />;
  if (came.is === "no file") return <>{say(said.noFile)}</>;
  if (came.is === "broken") return <>{say(said.brokenText(came.seq))}</>;
  if (came.is === "differs") return <>{say(said.differs(came.seq))}</>;
  return <>{say(came.is === "saved" ? said.saved(came.count) : said.compared(came.count))}</>;
}

/** Every entry, the newest first; or why they are not all there. */
async function wholeLog({ fetchOnce }: Services, residentId: string): Promise<AccessLogEntry[] | Refusal<string>> {
  const items: AccessLogEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetchOnce("get-access-log", { resident_id: residentId }, { limit: 100, ...(cursor !== undefined && { cursor }) });
    if (!page.ok) return page.refusal;
    items.push(...page.value.items);
    cursor = page.value.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}
