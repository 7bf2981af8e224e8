import { Dialog } from "../../../components/dialog.js";
import { KeyNames } from "../../../components/keys.js";
import { useWords } from "../../../words/use-words.js";
import { useClinicWords } from "../../use-clinic-words.js";

/** All keys of a screen, shown by `?`. */
export function KeysDialog({ lines, close }: { lines: readonly { readonly keys: readonly string[]; readonly word: string }[]; close: () => void }) {
  const { words } = useWords();
  const { keys } = useClinicWords();
  return (
    <Dialog kind="dialog" title={keys.title} close={close} closeWord={words.common.close}>
      <dl class="rows">
        {lines.filter(({ keys: names }) => names[0] !== "?").map(({ keys: names, word }) => <div key={word} class="row row--plain kv"><dt>{word}</dt><dd><KeyNames names={names} /></dd></div>)}
      </dl>
    </Dialog>
  );
}
