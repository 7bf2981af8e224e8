import { useEffect, useId, useState } from "preact/hooks";

import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Field } from "../../../components/field.js";
import { Row, Rows } from "../../../components/row.js";
import { Segment } from "../../../components/segment.js";
import { Skeleton } from "../../../components/skeleton.js";
import { usePages, useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { usePerson } from "../../person.js";
import { GROUPS, type Group, type Place, matches, ownPlaces, placeOf } from "./places.js";

/** More are not shown at once: a name finds them sooner than a thumb. */
const MOST_SHOWN = 30;
const ALL = { limit: 100 };

/** An institution from the list: the person's own first, then by name, kana or kind. What is typed stays on the device. */
export function PlaceChooser({ onChoose, without = [] }: { onChoose: (place: Place) => void; without?: readonly string[] }) {
  const { words, say, plain } = useWords();
  const { places, kinds } = useLexicon(visitWords);
  const { residentId } = usePerson();
  const own = useRead("list-primary-care-institutions", { resident_id: residentId });
  const list = usePages("list-institutions", {}, ALL);
  const id = useId();
  const [wanted, setWanted] = useState("");
  const [group, setGroup] = useState<Group>("every");
  // The list is short and looked through as a whole.
  useEffect(() => {
    if (list.value !== undefined && !list.reachedEnd && !list.moreBusy && list.moreRefusal === undefined) list.more();
  }, [list.value, list.reachedEnd, list.moreBusy]);
  const favourites = ownPlaces(own.value?.items ?? []).filter(({ code }) => !without.includes(code));
  const names = { every: places.every, medical: places.clinics, dental: kinds.dental, pharmacy: kinds.pharmacy, others: places.others };
  return (
    <>
      {/* One's own come first: what stands below would move under the finger where they came later. */}
      {own.value === undefined && own.refusal === undefined && <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} />}
      {favourites.length > 0 && <Card flush title={say(places.favourites)} icon="home"><Rows>{favourites.map((place) => <li key={place.code}><Choice place={place} onChoose={onChoose} /></li>)}</Rows></Card>}
      <Card title={say(places.all)} icon="clinic">
        <Field id={id} label={say(places.search)} hint={say(places.searchHint)} value={wanted} onInput={setWanted} maxLength={120} />
        <Segment label={plain(places.kind)} value={group} onChange={setGroup} options={GROUPS.map((value) => ({ value, word: say(names[value]) }))} />
      </Card>
      <Answered read={list} rows={5}>
        {({ items }) => {
          const found = items.filter(({ kind, code }) => kind !== "city_office" && !without.includes(code)).map(placeOf).filter((place) => matches(place, wanted, group));
          if (found.length === 0) return <Empty icon="search" title={say(places.none)}>{say(places.noneText)}</Empty>;
          return (
            <>
              <Card flush label={plain(places.found)}>
                <Rows>{found.slice(0, MOST_SHOWN).map((place) => <li key={place.code}><Choice place={place} onChoose={onChoose} /></li>)}</Rows>
              </Card>
              {found.length > MOST_SHOWN && <p class="second" role="status">{say(places.tooMany(found.length - MOST_SHOWN))}</p>}
              {list.moreRefusal && <More pages={list} />}
            </>
          );
        }}
      </Answered>
    </>
  );
}

function Choice({ place, onChoose }: { place: Place; onChoose: (place: Place) => void }) {
  const { say } = useWords();
  const { kinds } = useLexicon(visitWords);
  const { name, kind, address } = place;
  return (
    <Row
      icon={kind === "pharmacy" ? "pill" : kind === "health_center" ? "users" : "clinic"}
      title={<span class="name">{name}</span>}
      sub={<>{kind && say(kinds[kind])}{kind && address && "・"}{address}</>}
      onClick={() => onChoose(place)}
    />
  );
}
