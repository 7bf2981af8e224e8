import { useServices } from "../../../data/use-read.js";
import { type Dates, isoDay, sameYear } from "../../../words/dates.js";
import { useWords } from "../../../words/use-words.js";

/** Days as the dictionary writes them, with the year where it is another one than this: of what is a year old or to come, the day alone misleads. */
export function useYearDates(): Pick<Dates, "day" | "short"> {
  const { dates, preferences } = useWords();
  const { clock } = useServices();
  const isOfAnother = (at: Date) => isoDay(at) !== "" && !sameYear(at, new Date(clock.now()));
  const withYear = (at: Date) => (preferences.language === "en" ? dates.born(at) : `${isoDay(at).slice(0, 4)}/${dates.short(at)}`);
  return {
    day: (at) => (isOfAnother(at) ? dates.whole(at) : dates.day(at)),
    short: (at) => (isOfAnother(at) ? withYear(at) : dates.short(at)),
  };
}
