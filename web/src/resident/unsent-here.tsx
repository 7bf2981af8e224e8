/**
 * What waits on this device, kept there from now on; and how much it is, where the notebook itself cannot be opened without a network. Nothing that the API
 * answered is kept, so the device notes by its pseudonymous id which account the sign-in is for: the queue is bound to that.
 */
import { useEffect } from "preact/hooks";

import type { Outbox } from "../data/outbox.js";
import { useOutbox } from "../data/use-read.js";
import { noteAccount, notedAccount } from "../session/unsent-of.js";
import { useWords } from "../words/use-words.js";

/** One after the other: what was taken over is not taken over a second time. */
let taking: Promise<void> = Promise.resolve();

/** Keeps what waits on the device, and takes over what was left there. A device that keeps nothing is no reason to forget the choice. */
function keepHere(outbox: Outbox, account: string, wanted: () => boolean): Promise<void> {
  taking = taking.then(async () => {
    await (await import("../session/wipe.js")).finishWipe(window);
    if (!wanted()) return;
    noteAccount(account, window);
    await outbox.keepIn(async () => (await import("../data/vault.js")).openVault(account));
  }).catch(() => {});
  return taking;
}

export const lexicons = [];

/**
 * Where the person chose so, what waits is kept on the device, and what was left there is sent. Without an `account`, as below why the notebook does not open,
 * it is the one that was noted, and what waits is counted: what the person wrote is not lost.
 */
export default function Unsent({ account }: { readonly account?: string }) {
  const { words: { offline }, say, preferences: { keepUnsent } } = useWords();
  const outbox = useOutbox();
  useEffect(() => {
    const whose = account ?? notedAccount(window);
    if (!keepUnsent || whose === undefined) return;
    let wanted = true;
    void keepHere(outbox, whose, () => wanted);
    return () => void (wanted = false);
  }, [keepUnsent, account]);
  const count = outbox.waiting.filter(({ undone }) => !undone).length;
  return account !== undefined || count === 0 ? null : <p class="strong">{say(offline.waiting(count))}{outbox.outlivesPage && <> {say(offline.kept)}</>}</p>;
}
