/** `/book/access-log`: who looked at the notebook or wrote in it, by day, and whether the log is whole. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import type { AccessLogEntry, RefusedLooks } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Disclosure } from "../../../components/disclosure.js";
import { Empty } from "../../../components/empty.js";
import { Segment } from "../../../components/segment.js";
import { Timeline, type TimelineItem } from "../../../components/timeline.js";
import { usePages, useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { noon } from "../../../words/dates.js";
import { disclosureWords } from "../../../words/disclosure/index.js";
import { joined } from "../../../words/joined.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { DEED_ICONS, type LogDay, type Sitting, WATCHERS, type Watcher, byDay, deedOf, isOf, sittingsOf } from "./days.js";
import { Seal } from "./seal.js";

export default function BookAccessLog() {
  const { say, plain } = useWords();
  const { log: said } = useLexicon(disclosureWords);
  const { residentId } = usePerson();
  const log = usePages("get-access-log", { resident_id: residentId });
  const [watcher, setWatcher] = useState<Watcher>("all");
  return (
    <Page title={said.title} back="/book">
      <Answered read={log} rows={6}>
        {(value) => {
          if (value.items.length === 0 && value.refused.length === 0 && value.verified) return <Empty icon="eye" title={say(said.none)}>{say(said.noneText)}</Empty>;
          const refused = watcher === "all" || watcher === "clinic" ? value.refused : [];
          const days = byDay(value.items, refused, log.reachedEnd)
            .map((day) => ({ ...day, entries: day.entries.filter((entry) => isOf(entry, watcher)) }))
            .filter(({ entries, refused: lines }) => entries.length + lines.length > 0);
          return (
            <>
              <Seal answer={value} residentId={residentId} />
              <Segment label={plain(said.filter)} value={watcher} onChange={setWatcher} options={WATCHERS.map((one) => ({ value: one, word: say(said.of[one]) }))} />
              {days.map((day) => <Day key={day.day} day={day} />)}
              {days.length === 0 && <p class="second">{say(said.noneOf)}</p>}
              <More pages={log} />
              {log.reachedEnd && value.refused_next_cursor !== null && refused.length > 0 && <OlderRefused cursor={value.refused_next_cursor} />}
              <Card title={say(said.stranger)} icon="help"><p>{say(said.strangerText)}</p></Card>
            </>
          );
        }}
      </Answered>
    </Page>
  );
}

function Day({ day: { day, entries, refused } }: { day: LogDay }) {
  const { say, dates } = useWords();
  const sitting = useSitting();
  const refusedItem = useRefusedItem();
  const at = noon(day);
  const near = dates.near(at, useMinute());
  return (
    <Card title={<span>{say(near)}{near !== dates.day(at) && <> {say(dates.day(at))}</>}</span>}>
      <Timeline items={[...sittingsOf(entries).map(sitting), ...refused.map(refusedItem)]} />
    </Card>
  );
}

/** A sitting as one line, with its count and every entry of it to open; one entry as it is. */
function useSitting(): (sitting: Sitting) => TimelineItem {
  const { say, dates } = useWords();
  const { log: said } = useLexicon(disclosureWords);
  const itemOf = useItem();
  return (sitting) => {
    const [newest] = sitting;
    const oldest = sitting.at(-1) ?? newest;
    if (sitting.length === 1) return itemOf(newest);
    const all = { ...newest, sections: [...new Set(sitting.flatMap(({ sections }) => sections))] };
    const [from, to] = [oldest, newest].map(({ at }) => dates.time(new Date(at)));
    return {
      ...itemOf(all),
      time: from === to ? to : `${from}–${to}`,
      more: <Disclosure summary={say(said.sitting(sitting.length))}><Timeline items={sitting.map(itemOf)} /></Disclosure>,
    };
  };
}

/** An entry as a line: when, who did what, where, and which parts. */
function useItem(): (entry: AccessLogEntry) => TimelineItem {
  const { words, say, dates } = useWords();
  const { log: said } = useLexicon(disclosureWords);
  return (entry) => {
    const { actor: { role, name, institution }, at, sections, seq } = entry;
    const deed = deedOf(entry);
    const isRefused = entry.decision === "refused";
    // A card that was refused is about no part of the notebook, and whoever only tried to write did not try to see.
    const isOfCard = deed === "held" || deed === "notProved";
    const [start, end] = said.did[deed];
    const roles: Readonly<Record<string, string>> = { ...words.roles, self: said.self, guardian: words.common.guardian, family: words.common.family, stranger: said.someone, card_holder: said.cardHolder };
    const known = say(roles[role] ?? said.someone);
    const parts: ComponentChildren[] = [
      ...(institution ? [<span class="name">{institution.name ?? institution.code}</span>] : []),
      ...(sections.length > 0 && !isOfCard ? [joined(sections.map((section) => say(words.sections[section])), words.separator)] : []),
      ...(isRefused && (deed === "refused" || deed === "notTaken" || deed === "held") ? [say(said.unseen)] : []),
    ];
    return {
      key: String(seq),
      icon: DEED_ICONS[deed],
      // What the person tried alarms nobody.
      kind: role === "card_holder" ? "alert" : isRefused || deed === "held" ? (role === "self" ? undefined : "alert") : role === "self" || deed === "showed" ? "done" : undefined,
      time: dates.time(new Date(at)),
      title: <>{say(start)}{name !== null && <><span class="name">{name}</span> </>}{known}{say(end)}</>,
      sub: parts.length > 0 && joined(parts, "・"),
    };
  };
}

function useRefusedItem(): (line: RefusedLooks) => TimelineItem {
  const { say } = useWords();
  const { log: said } = useLexicon(disclosureWords);
  const [start, end] = said.did.refused;
  return ({ day, institution, count }) => ({
    key: `${day} ${institution.code}`,
    icon: "close",
    kind: "alert",
    title: <>{say(start)}<span class="name">{institution.name ?? institution.code}</span>{say(end)}</>,
    sub: <>{say(said.timesThatDay(count))}・{say(said.unseen)}</>,
  });
}

/** Refused looks older than those of the first answer, some at a time. */
function OlderRefused({ cursor }: { cursor: string }) {
  const { say } = useWords();
  const { log: said } = useLexicon(disclosureWords);
  const [wanted, setWanted] = useState(false);
  return wanted ? <RefusedPage cursor={cursor} /> : <Button kind="line" block onClick={() => setWanted(true)}>{say(said.olderRefused)}</Button>;
}

function RefusedPage({ cursor }: { cursor: string }) {
  const { say, dates } = useWords();
  const { log: said } = useLexicon(disclosureWords);
  const { residentId } = usePerson();
  const refusedItem = useRefusedItem();
  const page = useRead("get-access-log", { resident_id: residentId }, { limit: 1, refused_cursor: cursor });
  return (
    <Answered read={page}>
      {({ refused, refused_next_cursor }) => (
        <>
          <Card title={say(said.refusedTitle)}><Timeline items={refused.map((line) => ({ ...refusedItem(line), time: say(dates.day(noon(line.day))) }))} /></Card>
          {refused_next_cursor !== null && <OlderRefused cursor={refused_next_cursor} />}
        </>
      )}
    </Answered>
  );
}
