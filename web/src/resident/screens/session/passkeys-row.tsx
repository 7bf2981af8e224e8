import { useEffect, useState } from "preact/hooks";

import { Row } from "../../../components/row.js";
import { loadConfig } from "../../../config.js";
import { hasPasskeys } from "../../../session/has-passkeys.js";
import { passkeyWords } from "../../../words/passkey/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

export const lexicons = [passkeyWords];

/** The way to the passkeys, as a line of a list; nothing where there are none. */
export default function PasskeysRow() {
  const { say } = useWords();
  const { list } = useLexicon(passkeyWords);
  const [here, setHere] = useState(false);
  useEffect(() => {
    loadConfig().then((config) => setHere(hasPasskeys(config, window)), () => {});
  }, []);
  return here ? <li><Row icon="lock" href="/book/settings/passkeys" title={say(list.title)} sub={say(list.sub)} /></li> : null;
}
