import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";

import { AppBar } from "../components/app-bar.js";
import { SKIPPED_TO, SkipLink } from "../components/skip-link.js";
import { TabBar } from "../components/tab-bar.js";
import { lazyPart } from "../frame/lazy-part.js";
import { useWords } from "../words/use-words.js";
import { DoneBanner } from "./done.js";
import { useHousehold } from "./person.js";

interface Props {
  /** Words of the dictionary. */
  readonly title: string;
  readonly back?: string;
  /** The one act of a task, in place of the tabs. */
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
}

// Once the first screen stands: before then nothing was written.
const WaitingBanners = lazyPart(() => import("./waiting.js"));
const NewVersion = lazyPart(() => import("../worker/new-version.js"));
const PersonSheet = lazyPart(() => import("./person-sheet.js"));

const opened = { before: false };

/** A screen of a resident: whose notebook, what was done, what waits, and the way on. */
export function Page({ title, back, action, children }: Props) {
  const { words, say, plain } = useWords();
  const { person, people } = useHousehold();
  // Its program and its words come when it is first asked for.
  const [choosing, setChoosing] = useState<boolean>();
  const { path } = useLocation();
  // The first screen leaves the focus where the browser puts it.
  const [focus] = useState(() => opened.before);
  opened.before = true;
  const { tabs } = words;
  const [start, end] = words.person.label;
  const several = people.length > 1 || !person.own;
  return (
    <div class={action ? "app app--task" : "app"}>
      <SkipLink word={say(words.common.skip)} />
      <AppBar
        title={say(title)}
        documentTitle={`${plain(title)}|${plain(words.name)}`}
        focus={focus}
        {...(back !== undefined && { back: { href: back, word: say(words.common.back) } })}
        person={several ? { name: person.name, colour: person.colour, around: [plain(start), plain(end)], open: () => setChoosing(true) } : undefined}
      />
      <main {...SKIPPED_TO} class="main"><DoneBanner /><WaitingBanners />{!action && <NewVersion />}{children}</main>
      {action ?? (
        <TabBar
          label={plain(tabs.label)}
          current={`/${(back ?? path).split("/")[1] ?? ""}`}
          tabs={[
            { href: "/", icon: "home", word: say(tabs.home) },
            { href: "/record", icon: "record", word: say(tabs.record) },
            { href: "/medicines", icon: "pill", word: say(tabs.medicines) },
            { href: "/visits", icon: "clinic", word: say(tabs.visits) },
            { href: "/book", icon: "book", word: say(tabs.book) },
          ]}
        />
      )}
      {several && choosing !== undefined && <PersonSheet open={choosing} close={() => setChoosing(false)} />}
    </div>
  );
}
