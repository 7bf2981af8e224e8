/**
 * What whoever scans an emergency card sees. It stands apart from the pages of residents: on the phone of somebody who is signed in there, nothing of
 * theirs is loaded, asked or kept. What is shown is in this document alone, and goes with it, or after ten minutes.
 */
import type { OpenedEmergencyCard } from "../api/contract.js";
import { put } from "./dom.js";
import { shown } from "./shown.js";
import { SAID, type Said } from "./words.js";

/** As long as it is shown. */
const SHOWN_MS = 10 * 60_000;
/** As long as an answer is waited for, and how often it is asked for by itself: whoever helps has no hand free. */
const PATIENCE_MS = 15_000;
const PAUSES_MS = [1_000, 3_000, 6_000];

/** The secret's form, so that nothing else is sent. */
const SECRET = /^[\w-]{32}$/;

type Came = { readonly card: OpenedEmergencyCard } | { readonly why: Said; readonly again: boolean };

/**
 * Opens the card whose secret stands behind the `#` of the address, and each that is scanned into the same tab later: an address that differs behind
 * the `#` alone loads no new page.
 */
export function openCard(page: Window): void {
  const root = page.document.getElementById("card");
  if (root === null) return;
  const opening = [...root.childNodes];
  // What belongs to a card that is shown no more, or was scanned before another, changes nothing any more.
  let scan = new AbortController();
  let until = Infinity;
  let over: number | undefined;

  const forget = () => {
    scan.abort();
    scan = new AbortController();
    page.clearTimeout(over);
    until = Infinity;
    return scan.signal;
  };
  const say = (said: Said, again?: () => void) => put(root, [
    { tag: "h1", text: said.title },
    { tag: "p", text: said.text },
    ...(again === undefined ? [] : [{ tag: "button" as const, text: SAID.again, act: again }]),
    { tag: "a", text: SAID.call, href: "tel:119", kind: "call" },
  ]);
  const end = () => {
    forget();
    say(SAID.over);
  };
  const show = (card: OpenedEmergencyCard) => {
    put(root, shown(card));
    page.scrollTo(0, 0);
    until = Date.now() + SHOWN_MS;
    over = page.setTimeout(end, SHOWN_MS);
  };
  const begin = async (secret: string, of: AbortSignal) => {
    const came = await askPatiently(page, secret, of);
    if (of.aborted) return;
    if ("card" in came) show(came.card);
    else say(came.why, came.again ? () => void begin(secret, of) : undefined);
  };
  const read = () => {
    const secret = page.location.hash.slice(1);
    // A phone that is handed on, an address that is copied: it opens nothing by itself.
    page.history.replaceState(null, "", page.location.pathname);
    const of = forget();
    // Nobody reads the allergies of somebody else while the next card is asked for.
    root.replaceChildren(...opening);
    if (SECRET.test(secret)) void begin(secret, of);
    else say(SAID.unread);
  };

  // A timer sleeps with the phone: it is asked for the time when somebody looks again.
  page.document.addEventListener("visibilitychange", () => {
    if (Date.now() >= until) end();
  });
  // Of what was left there stays no picture for the way back.
  page.addEventListener("pagehide", end);
  page.addEventListener("hashchange", () => {
    // That the secret left the address is no other card.
    if (page.location.hash !== "") read();
  });
  read();
}

async function askPatiently(page: Window, secret: string, of: AbortSignal): Promise<Came> {
  for (const pause of PAUSES_MS) {
    const came = await ask(page, secret);
    if ("card" in came || !came.again || of.aborted) return came;
    await new Promise((resume) => page.setTimeout(resume, pause));
    if (of.aborted) return came;
  }
  return ask(page, secret);
}

async function ask(page: Window, secret: string): Promise<Came> {
  try {
    const answer = await page.fetch("/v1/emergency-cards", {
      method: "POST",
      body: JSON.stringify({ secret }),
      headers: { "content-type": "application/json", "accept-language": page.navigator.language.startsWith("ja") ? "ja" : "en" },
      // Nothing of whose phone it is goes along, and nothing of the answer stays.
      credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.ok) return { card: await answer.json() as OpenedEmergencyCard };
    return answer.status === 404 ? { why: SAID.ended, again: false } : { why: SAID.busy, again: true };
  } catch {
    return { why: SAID.unreachable, again: true };
  }
}
