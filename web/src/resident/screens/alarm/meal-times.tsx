/** `/alarms/meal-times`: when the person gets up, eats and goes to bed, by which alarms are suggested. */
import { useId, useState } from "preact/hooks";

import type { MealTimesOutput } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Field } from "../../../components/field.js";
import { Row, Rows } from "../../../components/row.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { notificationWords } from "../../../words/notification/index.js";
import { shortTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { useOvertaken } from "../../use-overtaken.js";

const PARTS = ["wake", "breakfast", "lunch", "supper", "bedtime"] as const;
type Part = (typeof PARTS)[number];

export default function MealTimes() {
  const { meals } = useLexicon(notificationWords);
  const person = usePerson();
  const read = useRead("get-meal-times", { resident_id: person.residentId });
  if (read.value !== undefined && mayManage(person, "medication")) return <Form key={person.residentId} value={read.value} version={read.version} />;
  return (
    <Page title={meals.title} back="/alarms">
      <Answered read={read} rows={5}>
        {(value) => <Times value={value} />}
      </Answered>
    </Page>
  );
}

function Times({ value }: { value: MealTimesOutput }) {
  const { say } = useWords();
  const { meals } = useLexicon(notificationWords);
  return <Card flush title={say(meals.title)}><Rows>{PARTS.map((part) => <li key={part}><Row icon="clock" title={say(meals.parts[part])} end={<strong>{shortTime(value[part])}</strong>} /></li>)}</Rows></Card>;
}

function Form({ value, version }: { value: MealTimesOutput; version: string | undefined }) {
  const { words, say, plain } = useWords();
  const { meals } = useLexicon(notificationWords);
  const { residentId } = usePerson();
  const route = useRoute();
  const done = useDone();
  const id = useId();
  const put = useAct("put-meal-times");
  const { over, now, came: took } = useOvertaken({ value, version });
  const [times, setTimes] = useState<Readonly<Record<Part, string>>>(value);
  const { refusal } = put;
  const wrong = (part: Part): preact.ComponentChildren => refusal?.errors.find(({ pointer }) => pointer === `/${part}`)?.detail;
  const empty = PARTS.find((part) => times[part] === "");
  const [tried, setTried] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (put.busy || empty !== undefined) return;
    const { wake, breakfast, lunch, supper, bedtime } = times;
    const came = await put.run({ resident_id: residentId }, { wake, breakfast, lunch, supper, bedtime }, { version: over.version });
    took(came);
    if (!came.ok) return;
    done({ title: meals.saved, on: "/alarms" });
    route("/alarms");
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Page title={meals.title} back="/alarms" action={<ActionBar label={plain(words.common.action)} next={say(meals.next)}><Button block submit icon="check" busy={put.busy}>{say(meals.save)}</Button></ActionBar>}>
        {refusal && (
          <Banner kind="danger" title={say(meals.failed)}>
            <p><Sentence refusal={refusal} /></p>
            {now && <p>{say(meals.standing)}</p>}
          </Banner>
        )}
        {now && <Times value={now} />}
        <p>{say(value.chosen ? meals.text : meals.usual)}</p>
        <Card label={plain(meals.title)}>
          {PARTS.map((part) => (
            <Field key={part} id={`${id}-${part}`} label={say(meals.parts[part])} type="time" value={times[part]} onInput={(time) => setTimes((before) => ({ ...before, [part]: time }))} error={wrong(part) ?? (tried && times[part] === "" && say(meals.empty))} />
          ))}
        </Card>
      </Page>
    </form>
  );
}
