import type { Refusal } from "../api/index.js";
import { Button } from "../components/button.js";
import { Empty } from "../components/empty.js";
import type { Words } from "../words/ja.js";
import { useWords } from "../words/use-words.js";

/** A refusal as a sentence: the API's own where it has one, else ours. */
export function sentenceOf(refusal: Refusal<string>, words: Words): { readonly text: string; readonly ours: boolean } {
  const ours = words.problem[refusal.code as keyof Words["problem"]];
  if (refusal.detail !== "") return { text: refusal.detail, ours: false };
  return { text: typeof ours === "string" ? ours : words.problem.unreadable, ours: true };
}

/** The sentence of a refusal, with the short number that the city can look up. */
export function Sentence({ refusal }: { refusal: Refusal<string> }) {
  const { words, say } = useWords();
  const { text, ours } = sentenceOf(refusal, words);
  const number = refusal.requestId?.slice(-4).toUpperCase();
  return <>{ours ? say(text) : text}{number && <> {say(words.problem.number(number))}</>}</>;
}

/** In place of what could not be opened: why, and what to do. */
export function Problem({ refusal, again }: { refusal: Refusal<string>; again: () => void }) {
  const { words, say } = useWords();
  const away = refusal.status === 0 && !navigator.onLine;
  const closed = refusal.status === 403 || refusal.status === 404;
  return (
    <div role="alert">
      <Empty
        icon={closed ? "lock" : away ? "phone" : "warn"}
        title={say(away ? words.offline.title : words.problem.title)}
        action={!closed && <Button kind="line" onClick={again}>{say(words.common.again)}</Button>}
      >
        <Sentence refusal={refusal} />
      </Empty>
    </div>
  );
}
