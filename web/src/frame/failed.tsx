import { without } from "../api/index.js";
import { useServices } from "../data/use-read.js";
import { useWords } from "../words/use-words.js";
import { Problem } from "./problem.js";

interface Props {
  /** `fault`: it threw while it was drawn. `part`: it could not be loaded. */
  readonly code: "fault" | "part";
  readonly again: () => void;
  /** Whether opening the page anew is put off, because something would be lost by it. */
  readonly held?: boolean;
}

/** In place of a screen that does not come: what to do, and the way home. Of the reason it says nothing. */
export function Failed({ code, again, held = false }: Props) {
  const { words, say } = useWords();
  const { outbox } = useServices();
  return (
    <>
      <Problem refusal={{ ...without("unreachable"), code, status: code === "fault" ? 500 : 0 }} again={again} />
      {held && outbox.waiting.length > 0 && <p>{say(words.offline.waiting(outbox.waiting.length))} {say(words.offline.stay)}</p>}
      {location.pathname !== "/" && <a class="btn btn--quiet" href="/">{say(words.start.home)}</a>}
    </>
  );
}
