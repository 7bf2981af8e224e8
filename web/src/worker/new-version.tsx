import { useEffect, useState } from "preact/hooks";

import { Banner } from "../components/banner.js";
import { Button } from "../components/button.js";
import { useOutbox, useServices } from "../data/use-read.js";
import { useLexicon, useWords } from "../words/use-words.js";
import { workerWords } from "../words/worker/index.js";
import { versionsOf } from "./registration.js";

export const lexicons = [workerWords];

/** Offers a newer version of the pages. Not while something waits that opening the page anew would lose. */
export default function NewVersion({ versions = versionsOf(window) }: { versions?: ReturnType<typeof versionsOf> }) {
  const { say } = useWords();
  const words = useLexicon(workerWords);
  const { mayReopen } = useServices();
  useOutbox();
  const [, draw] = useState(0);
  useEffect(() => versions.follow(() => draw((count) => count + 1)), [versions]);
  if (!versions.waits() || !mayReopen()) return null;
  return (
    <Banner title={say(words.title)}>
      <p>{say(words.text)}</p>
      <Button kind="line" onClick={versions.take}>{say(words.take)}</Button>
    </Banner>
  );
}
