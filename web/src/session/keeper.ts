/**
 * Keeps somebody signed in: renews the access token a minute before it ends, once for all tabs, and says when the sign-in has ended. A network that is
 * away ends nothing. A refresh token that somebody else has used ends everything.
 */
import { Unreachable } from "../api/index.js";
import { type Ending, type Kept, keep, noteEnding, readEnding, readKept, subOf } from "./kept.js";
import { type Entry, type Pool, PoolRefused } from "./pool.js";
import { sessionKey } from "./session-key.js";
import { type Tokens, tokensOf } from "./tokens.js";

export type { Ending } from "./kept.js";

/** What tabs and pages are told: somebody signed in, another person did, or nobody is signed in. */
export type Told = { readonly is: "in" | "other" } | { readonly is: "out"; readonly why: Ending };

type Message = { readonly is: "fresh"; readonly access: Access } | { readonly is: "in" } | { readonly is: "out"; readonly id: string; readonly why: Ending };

interface Access {
  /** Of which sign-in. */
  readonly id: string;
  readonly token: string;
  /** By this device's clock, counted from the answer: what the clock says does not matter. */
  readonly until: number;
}

export interface Parts {
  readonly entry: Entry;
  readonly pool: () => Promise<Pool>;
  readonly storage: Storage | undefined;
  /** One renewal at a time in all tabs; where a browser has none, the pool's grace of 30 seconds bears two at once. */
  readonly locks: Pick<LockManager, "request"> | undefined;
  readonly channel: Pick<BroadcastChannel, "postMessage" | "addEventListener"> | undefined;
  readonly now: () => number;
  /** What the API answers to a call with a token, as its status; throws where it does not answer. */
  readonly ask: (method: "GET" | "DELETE", path: string, token: string) => Promise<number>;
  readonly tell: (told: Told) => void;
  /** Somebody signs in on this page, whoever was in before; called before any page can find them signed in. */
  readonly adopting?: () => void;
  /** Which device of the account this browser is, where alarms ring on it. */
  readonly device?: () => string | undefined;
}

const EARLY_MS = 60_000;
/** After a 401 was looked into, another one is not for so long. */
const CHECKED_MS = 30_000;
const REVOKE_MS = 5_000;

export class Keeper {
  readonly #parts: Parts;
  #access: Access | undefined;
  /** Where the browser keeps nothing. */
  #inPage: Kept | undefined;
  /** Who was signed in here last, as this tab knows it; and whether they still are. */
  #known: Kept | undefined;
  #in: boolean;
  #renewing: Promise<string | undefined> | undefined;
  #checking: Promise<boolean> | undefined;
  #checkedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#known = this.#read();
    this.#in = this.#known !== undefined;
    parts.channel?.addEventListener("message", (event) => this.#hear((event as MessageEvent<Message>).data));
  }

  get entry(): Entry {
    return this.#parts.entry;
  }

  pool(): Promise<Pool> {
    return this.#parts.pool();
  }

  /**
   * The access token; `undefined` where nobody is signed in. Throws `Unreachable` where it cannot be renewed now. Where it is another sign-in's than this
   * page knows of, the page is told before the token is given: it sends nothing of one person with the token of the next.
   */
  async token(): Promise<string | undefined> {
    const kept = this.#read();
    if (kept === undefined) return undefined;
    const token = this.#fresh(kept) ?? (await (this.#renewing ??= this.#inTurn().finally(() => (this.#renewing = undefined))));
    if (token !== undefined) this.look();
    return token;
  }

  /** Somebody signed in. */
  adopt({ access, refresh, expiresInSeconds }: Tokens): void {
    this.#parts.adopting?.();
    const before = this.#known;
    const kept: Kept = { refresh, id: crypto.randomUUID(), sub: subOf(access) };
    this.#write(kept);
    this.#take({ id: kept.id, token: access, until: this.#until(expiresInSeconds) });
    this.#post({ is: "in" });
    this.#arrive(before, kept);
  }

  /** The person leaves: at once here and in every tab, and at the pool as far as it answers. */
  async leave(why: "left" | "everywhere" | "idle"): Promise<void> {
    const [read, device] = [this.#read(), why === "left" ? this.#parts.device?.() : undefined];
    const token = read && this.#fresh(read);
    const kept = this.#end(why);
    // Where it is not known any more who asks, its push service answers that the browser is gone.
    const takenOff = device !== undefined && token !== undefined ? this.#parts.ask("DELETE", `/v1/me/devices/${device}`, token).catch(() => {}) : undefined;
    if (kept !== undefined) await Promise.all([this.#revoke(kept.refresh), takenOff]);
  }

  /** The API refused a token: it is renewed, and where that does not help, the sign-in was ended elsewhere. Says whether it is worth asking again. */
  async refused(): Promise<boolean> {
    // What was on its way with the token of before.
    if (this.#checking === undefined && this.#parts.now() - this.#checkedAt < CHECKED_MS) return this.#read() !== undefined;
    return (this.#checking ??= this.#check().finally(() => (this.#checking = undefined)));
  }

  /** Whether it is still as this tab knows it: after the browser brought the page back from its memory, and where tabs cannot speak with each other. */
  look(): void {
    const [before, kept] = [this.#known, this.#read()];
    if (kept !== undefined && !(this.#in && kept.id === before?.id)) this.#arrive(before, kept);
    if (kept === undefined && this.#in) this.#closed(readEnding(this.#parts.storage, this.#parts.entry) ?? "left");
  }

  async #inTurn(): Promise<string | undefined> {
    const { locks, entry } = this.#parts;
    if (locks === undefined) return this.#renew();
    return locks.request(sessionKey(entry), () => this.#renew());
  }

  async #renew(): Promise<string | undefined> {
    const kept = this.#read();
    if (kept === undefined) return undefined;
    // Another tab was quicker.
    const fresh = this.#fresh(kept);
    if (fresh !== undefined) return fresh;
    const pool = await this.#parts.pool();
    let tokens: Tokens;
    try {
      this.#write({ ...kept, tried: true });
      tokens = tokensOf(await pool.call("GetTokensFromRefreshToken", { ClientId: pool.client, RefreshToken: kept.refresh }), kept.refresh);
    } catch (fault) {
      return this.#notRenewed(kept, fault);
    }
    const now = this.#read();
    if (now?.id !== kept.id) {
      // Signed out while it was on its way.
      void this.#revoke(tokens.refresh);
      return now === undefined ? undefined : this.#renew();
    }
    this.#write({ refresh: tokens.refresh, id: kept.id, sub: kept.sub });
    this.#take({ id: kept.id, token: tokens.access, until: this.#until(tokens.expiresInSeconds) });
    return tokens.access;
  }

  async #notRenewed(kept: Kept, fault: unknown): Promise<string | undefined> {
    if (!(fault instanceof PoolRefused)) throw fault;
    const now = this.#read();
    // A tab of a browser without locks was quicker: its token counts.
    if (now !== undefined && now.refresh !== kept.refresh) return this.#renew();
    if (!ENDS.has(fault.code)) {
      // It was not used: asked to wait, most of all.
      if (now !== undefined) this.#write(kept);
      throw new Unreachable("the user pool is busy", { cause: fault });
    }
    // Used before: by ourselves, where our own answer got lost; else by somebody who has it.
    const twice = fault.code === "RefreshTokenReuseException";
    const reused = twice && kept.tried !== true;
    const access = this.#access;
    this.#end(reused ? "reused" : "ended");
    if (twice) await this.#revoke(kept.refresh);
    if (reused) await this.#endEverywhere(access);
    return undefined;
  }

  async #check(): Promise<boolean> {
    if (this.#read() === undefined) return false;
    this.#access = undefined;
    try {
      const token = await this.token();
      if (token === undefined) return false;
      const status = await this.#parts.ask("GET", "/v1/me", token);
      if (status === 401) {
        this.#end("ended");
        return false;
      }
      this.#checkedAt = this.#parts.now();
      return true;
    } catch {
      // Nothing is known without a network.
      return false;
    }
  }

  /** Out of sight first, in every tab; what is told to the servers follows. */
  #end(why: Ending): Kept | undefined {
    const kept = this.#read();
    if (kept === undefined) {
      // Another page was quicker; this one may not have heard of it.
      this.#closed(why);
      return undefined;
    }
    noteEnding(this.#parts.storage, this.#parts.entry, why);
    this.#write(undefined);
    this.#post({ is: "out", id: kept.id, why });
    this.#closed(why);
    return kept;
  }

  #closed(why: Ending): void {
    if (!this.#in) return;
    this.#in = false;
    this.#access = undefined;
    this.#parts.tell({ is: "out", why });
  }

  /** `before` is kept in mind through an ending: the next person finds nothing of the one before. */
  #arrive(before: Kept | undefined, kept: Kept): void {
    this.#known = kept;
    this.#in = true;
    this.#parts.tell({ is: before !== undefined && before.sub !== kept.sub ? "other" : "in" });
  }

  #hear(message: Message): void {
    if (message.is === "fresh") {
      if (message.access.id === this.#read()?.id) this.#access = message.access;
    } else if (message.is === "out") {
      // A sign-in that this tab does not have any more is none of its business.
      if (message.id === this.#known?.id) this.#closed(message.why);
    } else this.look();
  }

  async #revoke(refresh: string): Promise<void> {
    const call = this.#parts.pool().then((pool) => pool.call("RevokeToken", { ClientId: pool.client, Token: refresh }));
    await Promise.race([call.catch(() => {}), new Promise<void>((resume) => setTimeout(resume, REVOKE_MS))]);
  }

  async #endEverywhere(access: Access | undefined): Promise<void> {
    if (access === undefined) return;
    await this.#parts.ask("DELETE", "/v1/me/sessions", access.token).catch(() => {});
  }

  #fresh({ id }: Kept): string | undefined {
    const access = this.#access;
    return access !== undefined && access.id === id && access.until > this.#parts.now() ? access.token : undefined;
  }

  #until(seconds: number): number {
    return this.#parts.now() + Math.max(seconds * 1000 - EARLY_MS, (seconds * 1000) / 2);
  }

  #take(access: Access): void {
    this.#access = access;
    this.#post({ is: "fresh", access });
  }

  #post(message: Message): void {
    this.#parts.channel?.postMessage(message);
  }

  #read(): Kept | undefined {
    return readKept(this.#parts.storage, this.#parts.entry) ?? this.#inPage;
  }

  #write(kept: Kept | undefined): void {
    const stored = keep(this.#parts.storage, this.#parts.entry, kept);
    this.#inPage = stored ? undefined : kept;
  }
}

/** The pool's words for a refresh token that does not count any more, or an account that may not. */
const ENDS = new Set(["NotAuthorizedException", "RefreshTokenReuseException", "UserNotFoundException", "UserNotConfirmedException", "PasswordResetRequiredException", "UserLambdaValidationException"]);
