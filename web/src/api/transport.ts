/** Carries requests to the API: language, token, key of the action, time-out, and tries again where that is safe. */

/** Where the API is and who calls it. */
export interface Connection {
  /** Such as `https://notebook.example.jp`; the pages' own address where it is empty. */
  readonly address: string;
  /**
   * The access token of who is signed in; `undefined` for nobody. Asked for each request, so that it may renew the token.
   * Throws {@link Unreachable} where the network is away; anything else that it throws is a fault of the page.
   */
  readonly token: () => Promise<string | undefined>;
  /** The language of the answers. */
  readonly language: () => "ja" | "en";
  /** How long all attempts together may take, in milliseconds. The gateway itself gives up after 30 seconds. */
  readonly timeout?: number;
  /** For tests. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** For tests: waits that many milliseconds. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** No attempt was answered. Whether the call had an effect is not known. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

const KEY = "idempotency-key";
const ATTEMPTS = 3;
const FIRST_WAIT = 400;
const LONGEST_WAIT = 5_000;
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * A `fetch` for the generated client. Every write carries an `Idempotency-Key`: the caller's own, so that a person's second tap
 * on the same button is the same action, or a new one. With a key a repetition has no second effect, so that what was not
 * answered, and what the API asks to repeat (503), is sent again; anything else goes to the caller as it came.
 */
export function transport(connection: Connection): (request: Request) => Promise<Response> {
  const send = connection.fetch ?? ((request: Request) => fetch(request));
  const wait = connection.wait ?? ((milliseconds: number) => new Promise<void>((resume) => setTimeout(resume, milliseconds)));
  return async (request) => {
    const token = await connection.token();
    // While the token was waited for, whoever asked may have gone: it is somebody else's, then.
    if (request.signal.aborted) throw new Unreachable("nobody asks any more");
    if (token !== undefined) request.headers.set("authorization", `Bearer ${token}`);
    request.headers.set("accept-language", connection.language());
    if (request.method !== "GET" && !request.headers.has(KEY)) request.headers.set(KEY, newAction());
    const given = connection.timeout ?? 35_000;
    const began = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const left = given - (performance.now() - began);
      // Whoever waits is told once, and not after three times as long.
      const last = attempt === ATTEMPTS || left <= LONGEST_WAIT;
      try {
        const response = await once(send, request.clone(), left);
        if (response.status !== 503 || last) return response;
        await wait(pause(attempt, response.headers.get("retry-after")));
      } catch (error) {
        // Whoever asked has gone: nothing is tried again for nobody.
        if (last || request.signal.aborted || performance.now() - began >= given) throw new Unreachable("no answer", { cause: error });
        await wait(pause(attempt, null));
      }
    }
  };
}

/** The key of one action of a person: kept for as long as the same action is tried again, by hand too. */
export function newAction(): string {
  return crypto.randomUUID();
}

async function once(send: (request: Request) => Promise<Response>, request: Request, timeout: number): Promise<Response> {
  // A controller of our own: a signal made of others may be collected while it is waited for, and then never says a word.
  const given = new AbortController();
  const leave = () => given.abort(request.signal.reason);
  const timer = setTimeout(() => given.abort(new DOMException("no answer in time", "TimeoutError")), timeout);
  if (request.signal.aborted) leave();
  request.signal.addEventListener("abort", leave);
  try {
    const response = await send(new Request(request, { signal: given.signal }));
    // An answer that breaks off is none. One without a body by its status may have an empty one in a browser, and none can be made with it.
    const body = response.body === null ? null : await response.arrayBuffer();
    return new Response(BODILESS.has(response.status) ? null : body, { status: response.status, statusText: response.statusText, headers: response.headers });
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener("abort", leave);
  }
}

/** How long to wait before the next attempt, in milliseconds: what the API says, else longer each time, never at once with all others. */
function pause(attempt: number, retryAfter: string | null): number {
  const said = Number(retryAfter ?? Number.NaN) * 1000;
  const own = FIRST_WAIT * 2 ** (attempt - 1) * (0.5 + Math.random());
  return Math.min(Number.isFinite(said) && said > 0 ? said : own, LONGEST_WAIT);
}
