/** `/book/settings`: language, text size, brightness, and whether unsent writes may stay on this device. */
import { useEffect, useId, useState } from "preact/hooks";

import { Banner } from "../../../components/banner.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { Segment } from "../../../components/segment.js";
import { Toggle } from "../../../components/toggle.js";
import { LANGUAGES, TEXT_SIZES, THEMES } from "../../../data/preferences.js";
import { useServices } from "../../../data/use-read.js";
import { lazyPart } from "../../../frame/lazy-part.js";
import { residentWords } from "../../../words/resident/index.js";
import { sessionWords } from "../../../words/session/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { useHousehold } from "../../person.js";
import { forgetAccount } from "../../../session/unsent-of.js";
import { EndSessions } from "../session/end-sessions.js";

// Loaded by itself, because most deployments have none.
const PasskeysRow = lazyPart(() => import("../session/passkeys-row.js"));

export default function BookSettings() {
  const { words, say, preferences, choose } = useWords();
  const settings = { ...words.settings, ...useLexicon(residentWords).settings };
  const { sessions } = useLexicon(sessionWords);
  const { outbox } = useServices();
  const { account } = useHousehold();
  const [failed, setFailed] = useState(false);
  const id = useId();
  // Where the device keeps nothing, as in a private window, that is only known by trying.
  const canKeep = async () => (await import("../../../data/vault.js")).openRows(account).then(() => true, () => false);
  useEffect(() => {
    if (preferences.keepUnsent) void canKeep().then((can) => setFailed(!can));
  }, []);
  const keep = async (keepUnsent: boolean) => {
    setFailed(false);
    if (keepUnsent && !(await canKeep())) return setFailed(true);
    choose({ keepUnsent });
    // A browser that is short of room throws it away last, if it agrees.
    if (keepUnsent) void navigator.storage?.persist?.().catch(() => {});
    // What still waits stays in the page and is sent from there; on the device nothing is left.
    if (keepUnsent) return;
    forgetAccount(window);
    await outbox.keepInPage(async () => (await import("../../../data/vault.js")).openVault(account)).catch(() => {});
  };
  return (
    <Page title={settings.title} back="/book">
      <Card title={<span id={`${id}-language`}>{say(settings.language)}</span>} icon="text">
        <div class="choices">
          <Segment labelledBy={`${id}-language`} value={preferences.language} onChange={(language) => choose({ language })} options={LANGUAGES.map((value) => ({ value, word: say(settings.languages[value]), lang: value === "en" ? "en" : "ja" }))} />
        </div>
      </Card>
      <Card title={<span id={`${id}-text`}>{say(settings.text)}</span>} icon="search">
        <Segment labelledBy={`${id}-text`} value={preferences.text} onChange={(text) => choose({ text })} options={TEXT_SIZES.map((value) => ({ value, word: say(settings.sizes[value]), className: `size-${value}` }))} />
        <p>{say(settings.sample)}</p>
      </Card>
      <Card title={<span id={`${id}-theme`}>{say(settings.theme)}</span>} icon="torch">
        <Segment labelledBy={`${id}-theme`} value={preferences.theme} onChange={(theme) => choose({ theme })} options={THEMES.map((value) => ({ value, word: say(settings.themes[value]) }))} />
      </Card>
      <Card flush title={say(settings.unsent)} icon="phone">
        {failed && <div class="pad"><Banner kind="warn" title={say(settings.keepFailed)} /></div>}
        <Toggle title={say(settings.keep)} sub={say(settings.keepSub)} on={say(words.common.on)} off={say(words.common.off)} checked={preferences.keepUnsent && !failed} onChange={(on) => void keep(on)} />
      </Card>
      <p class="second">{say(settings.here)}</p>
      <Card flush title={say(sessions.card)}>
        <Rows>
          <li><Row icon="user" href="/book/settings/sessions" title={say(sessions.title)} sub={say(sessions.sub)} /></li>
          <PasskeysRow />
          <li><EndSessions /></li>
        </Rows>
      </Card>
    </Page>
  );
}
