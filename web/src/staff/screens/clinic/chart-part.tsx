import { useEffect, useRef, useState } from "preact/hooks";

import type { OpenNotebookOutput } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Button, ButtonPair } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { KeyNames } from "../../../components/keys.js";
import { useWords } from "../../../words/use-words.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { ownWords } from "./medicines.js";
import { useShortcuts } from "./shortcuts.js";
import { summaryFor } from "./summary.js";

/** The text for the clinic's own chart: what is shown is what is copied. */
export function ChartPart({ notebook }: { notebook: OpenNotebookOutput }) {
  const { notebook: words } = useClinicWords();
  const shown = useRef<HTMLPreElement>(null);
  const [said, setSaid] = useState<string>();
  const typed = ownWords(notebook.sections.medication ?? []);
  const summary = summaryFor(notebook.summary, words.shortened, typed === "" ? "" : `${words.ownWords}${typed}`);
  // What was said of another text is not said of this one.
  useEffect(() => setSaid(undefined), [summary]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(summary);
      setSaid(words.copied);
    } catch {
      // A browser may refuse: the text is selected, and the keys of the system copy it.
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      setSaid(words.select);
    }
  };
  useShortcuts({ c: () => void copy() });
  return (
    <Card title={words.summary}>
      <pre ref={shown} class="chart-text" tabIndex={0}>{summary}</pre>
      <div class="only-screen chart-acts">
        <ButtonPair>
          <Button kind="line" icon="memo" shortcut="c" onClick={() => void copy()}>{words.copy} <KeyNames names={["C"]} /></Button>
          <Button kind="line" icon="print" onClick={() => print()}>{words.print}</Button>
        </ButtonPair>
      </div>
      <p role="status" class={said === undefined ? "sr" : "strong only-screen"}>{said}</p>
    </Card>
  );
}

/** What the person chose today. What was not chosen leaves no trace, and what is kept back leaves none either. */
export function OpenedPart({ notebook: { grant } }: { notebook: OpenNotebookOutput }) {
  const { words: common } = useWords();
  const { notebook: words } = useClinicWords();
  return (
    <Card title={words.opened}>
      <p class="cluster">{grant.sections.map((section) => <Badge key={section} kind="ok" icon="check">{common.sections[section]}</Badge>)}</p>
      <p class="second">{words.concealed}</p>
    </Card>
  );
}
