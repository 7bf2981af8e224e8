/**
 * What waits on this device, kept there from now on; and how much it is, where the notebook itself cannot be opened without a network. Nothing that the API
 * answered is kept, so the device notes by its pseudonymous id which account the sign-in is for: the queue is bound to that.
 */
import { useEffect } from "preact/hooks";

import type { Outbox } from "../data/outbox.js";
import { storageOf } from "../data/storage.js";
import { useOutbox, useServices } from "../data/use-read.js";
import { readKept } from "../session/kept.js";
import { useWords } from "../words/use-words.js";

const PLACE = "unsent-of";

/** One after the other: what was taken over is not taken over a second time. */
let taking: Promise<void> = Promise.resolve();

/** Keeps what waits on the device, and takes over what was left there. A device that keeps nothing is no reason to forget the choice. */
function keepHere(outbox: Outbox, account: string, wanted: () => boolean): Promise<void> {
  taking = taking.then(async () => {
    if (outbox.isKept || !wanted()) return;
    const vault = await (await import("../data/vault.js")).openVault(account);
    if (!wanted()) return;
    noteAccount(account);
    await outbox.keepIn(vault);
  }).catch(() => {});
  return taking;
}

/** Names no account any more. */
export function forgetAccount(): void {
  try {
    storageOf(window)?.removeItem(PLACE);
  } catch {
    // Nothing was noted, then.
  }
}

function noteAccount(account: string): void {
  const storage = storageOf(window);
  const sub = readKept(storage, "residents")?.sub;
  try {
    if (sub !== undefined) storage?.setItem(PLACE, JSON.stringify({ sub, account }));
  } catch {
    // What waits is then counted once the notebook opens.
  }
}

/** The account of who is signed in, where it was noted for the same person. */
function notedAccount(): string | undefined {
  const storage = storageOf(window);
  const sub = readKept(storage, "residents")?.sub;
  try {
    const noted: unknown = JSON.parse(storage?.getItem(PLACE) ?? "null");
    if (sub === undefined || typeof noted !== "object" || noted === null || Reflect.get(noted, "sub") !== sub) return undefined;
    const account: unknown = Reflect.get(noted, "account");
    return typeof account === "string" ? account : undefined;
  } catch {
    return undefined;
  }
}

export const lexicons = [];

/**
 * Where the person chose so, what waits is kept on the device, and what was left there is sent. Without an `account`, as below why the notebook does not open,
 * it is the one that was noted, and what waits is counted: what the person wrote is not lost.
 */
export default function Unsent({ account }: { readonly account?: string }) {
  const { words: { offline }, say, preferences: { keepUnsent } } = useWords();
  const { onForget } = useServices();
  const outbox = useOutbox();
  useEffect(() => {
    const whose = account ?? notedAccount();
    if (!keepUnsent || whose === undefined) return;
    let wanted = true;
    onForget(forgetAccount);
    void keepHere(outbox, whose, () => wanted);
    return () => void (wanted = false);
  }, [keepUnsent, account]);
  const count = outbox.waiting.filter(({ undone }) => !undone).length;
  return account !== undefined || count === 0 ? null : <p class="strong">{say(offline.waiting(count))}{outbox.isKept && <> {say(offline.kept)}</>}</p>;
}
