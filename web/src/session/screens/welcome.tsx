/** What these pages are, above every step of a sign-in, and the choice of language: whoever cannot read it cannot find it elsewhere. */
import { Segment } from "../../components/segment.js";
import { LANGUAGES } from "../../data/preferences.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";

const NAMES = { ja: "日本語", easy: "やさしい日本語", en: "English" } as const;

export function Languages() {
  const { plain, preferences, choose } = useWords();
  const { welcome } = useLexicon(sessionWords);
  return (
    <Segment
      label={plain(welcome.language)}
      value={preferences.language}
      onChange={(language) => choose({ language })}
      options={LANGUAGES.map((value) => ({ value, word: NAMES[value], lang: value === "en" ? "en" : "ja" }))}
    />
  );
}

export function Welcome({ city, text }: { city: string | undefined; text: string }) {
  const { words, say } = useWords();
  return (
    <div class="welcome">
      <Mark />
      <div>{city !== undefined && <p class="second">{city}</p>}<h1>{say(words.name)}</h1></div>
      <p class="lead kept-lines">{say(text)}</p>
    </div>
  );
}

/** A notebook with the pear of the city. It says nothing that the words do not. */
function Mark() {
  return (
    <svg width="84" height="84" viewBox="0 0 64 64" aria-hidden="true">
      <rect x="12" y="5" width="44" height="54" rx="8" fill="#004c59" />
      <path d="M12 13a8 8 0 0 1 8-8h1v54h-1a8 8 0 0 1-8-8z" fill="#003741" />
      <path d="M7 17h9M7 32h9M7 47h9" stroke="#79e2f2" stroke-width="3" stroke-linecap="round" />
      <path d="M38.5 46c-8.5 0-12-4.5-12-9.5 0-5.5 4.5-6.5 6.5-11 1.2-2.8 2.7-4.5 5.5-4.5s4.3 1.7 5.5 4.5c2 4.5 6.5 5.5 6.5 11 0 5-3.5 9.5-12 9.5z" fill="#ffd43d" />
      <path d="M38.5 21c0-3.5.5-5.5 2.5-7.5" stroke="#fff" stroke-width="2.5" stroke-linecap="round" fill="none" />
      <path d="M30.5 36h4l2-4.5 3.5 8 2-3.5h4.5" stroke="#004c59" stroke-width="2.6" fill="none" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
