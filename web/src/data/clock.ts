/** The time by the API's clock: a computer at a reception may be off by minutes, and what is open ends at midnight all the same. */
export class Clock {
  #offset = 0;
  readonly #own: () => number;

  constructor(own: () => number = Date.now) {
    this.#own = own;
  }

  /** In milliseconds since 1970. */
  readonly now = (): number => this.#own() + this.#offset;

  /** Takes in the `Date` of an answer to what was sent at `sent`. It names whole seconds and was on its way: less than two seconds are no difference. */
  told(date: string | null, sent: number): void {
    const said = Date.parse(date ?? "");
    if (Number.isNaN(said)) return;
    const offset = said + 500 - (sent + this.#own()) / 2;
    this.#offset = Math.abs(offset) < 2_000 ? 0 : offset;
  }
}
