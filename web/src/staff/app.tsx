import { useState } from "preact/hooks";

import { Empty } from "../components/empty.js";
import { Segment } from "../components/segment.js";
import { StaffBar } from "../components/staff-bar.js";
import { useRead } from "../data/use-read.js";
import { Answered } from "../frame/answered.js";
import { staffWords } from "../words/staff.js";
import { useWords } from "../words/use-words.js";
import Patients from "./screens/clinic/patients.js";

/** The staff's pages: so far today's patients of the place where the account works. */
export function App() {
  const { words, say, preferences } = useWords();
  const staff = staffWords(preferences.language);
  const me = useRead("get-me", {});
  const [chosen, setChosen] = useState<string>();
  const places = [...new Map(me.value?.memberships.map((place) => [place.institution_code, place.institution_name ?? place.institution_code])).entries()];
  const place = places.find(([code]) => code === chosen) ?? places[0];
  return (
    <>
      <StaffBar name={say(words.name)}>{place?.[1]}</StaffBar>
      <main class="desk">
        {me.refusal?.status === 401 ? <Empty icon="lock" title={say(words.start.signedOut)}>{say(words.start.signedOutText)}</Empty> : (
          <Answered read={me}>
            {() => (place === undefined ? <Empty icon="lock" title={staff.noPlace}>{staff.noPlaceText}</Empty> : (
              <>
                {places.length > 1 && <Segment label={staff.place} value={place[0]} onChange={setChosen} options={places.map(([value, word]) => ({ value, word }))} />}
                <Patients key={place[0]} institution={place[0]} />
              </>
            ))}
          </Answered>
        )}
      </main>
    </>
  );
}
