import { Icon } from "../../../components/icon.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import type { Gathered } from "./gather.js";
import "./parts.css";

/** How many of a sheet's codes are read, in words and one by one. */
export function Parts({ gathered: { codes, total }, sending }: { gathered: Gathered; sending: boolean }) {
  const { say } = useWords();
  const { scan } = useLexicon(medicationWords);
  const left = total - codes.size;
  const numbers = Array.from({ length: total }, (_, index) => index + 1);
  const next = numbers.find((number) => !codes.has(number));
  return (
    <section class="stack" aria-live="polite">
      <h2 class="headline">{say(sending ? scan.sending : total === 0 ? scan.first : left === 0 ? scan.all : scan.left(left))}</h2>
      {total > 1 && (
        <>
          <p class="sr">{say(scan.of(codes.size, total))}</p>
          <ol class="parts">
            {numbers.map((number) => (
              <li key={number} class={codes.has(number) ? "is-done" : number === next ? "is-now" : undefined}>
                <span class="second">{say(scan.number(number))}</span>
                {codes.has(number) ? <><Icon name="check" />{say(scan.read)}</> : <><Icon name="qr" />{say(number === next ? scan.here : scan.later)}</>}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
