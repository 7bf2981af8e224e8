import type { Ref } from "preact";

import type { ListedPatient, Profile } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { KeyNames } from "../../../components/keys.js";
import { PatientBar } from "../../../components/patient-bar.js";
import { TimeLeft } from "../../../components/time-left.js";
import { noon } from "../../../words/dates.js";
import { useWords } from "../../../words/use-words.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { textsOf } from "./about-part.js";

interface Props {
  readonly arrival: ListedPatient;
  /** Milliseconds until it closes. */
  readonly left: number;
  /** Where the profile is open. */
  readonly profile?: Profile | undefined;
  /** Where one goes back to. */
  readonly back: string;
  readonly headingRef?: Ref<HTMLHeadingElement>;
}

/** Who it is, to compare with the person in front of one; what is dangerous to miss; how long it is open. */
export function Patient({ arrival, left, profile, back, headingRef = null }: Props) {
  const { words: common, dates } = useWords();
  const { notebook: words } = useClinicWords();
  const { legal_name, kana, alias, age, sex, birth_date, chart_number, same_name } = arrival;
  const [before, after] = words.chart;
  const alerts = profile === undefined ? [] : ([["allergies", words.allergies], ["adverse_reactions", words.adverse], ["history", words.history]] as const).map(([list, title]) => {
    const texts = textsOf(profile, list);
    return { text: `${title}:${texts.length === 0 ? words.noneWritten : texts.join(common.separator)}`, unknown: texts.length === 0 };
  });
  return (
    <PatientBar
      headingRef={headingRef}
      name={legal_name ?? alias ?? kana}
      kana={kana}
      facts={(
        <>
          <strong>{age !== null && words.age(age)} {sex !== null && words.sex[sex]}</strong>{birth_date !== null && <>・{dates.born(noon(birth_date))}</>}
          {chart_number !== null && <><br /><span class="second">{before}{chart_number}{after}</span></>}
          {legal_name === null && <><br /><span class="second">{words.unproved}</span></>}
        </>
      )}
      code={arrival.reception_code}
      end={<><Left left={left} /><Button kind="line" small icon="back" href={back} shortcut="Escape">{words.list} <KeyNames names={["Esc"]} /></Button></>}
      alerts={alerts}
    >
      {same_name && <Badge kind="danger" icon="warn">{words.sameName}</Badge>}
    </PatientBar>
  );
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How long it is open still. Under an hour it says so by colour and word. */
function Left({ left }: { left: number }) {
  const { notebook: words } = useClinicWords();
  const minutes = Math.max(0, Math.floor(left / MINUTE_MS));
  // What lasts for more than a day ends at another midnight than the one that comes.
  const text = `${words.until(left > DAY_MS)}・${words.timeLeft(Math.floor(minutes / 60), minutes % 60)}`;
  return minutes < 60 ? <TimeLeft kind="soon">{text}</TimeLeft> : <TimeLeft>{text}</TimeLeft>;
}
