/** A client of W3C WebDriver over `fetch`, of as much as the stories need: WebKitGTK's own driver is the other side. */
import assert from "node:assert/strict";

const PATIENCE_MS = 90_000;
const LOOK_MS = 200;
/** What an element is called in answers (W3C WebDriver, 12.1). */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

type Reference = { readonly [ELEMENT]: string };

export class Window {
  private constructor(private readonly session: string) {}

  static async open(driver: string, binary: string, width: number, height: number): Promise<Window> {
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary, args: ["--automation"] } } };
    const { sessionId } = (await call("POST", `${driver}/session`, { capabilities })) as { sessionId: string };
    const window = new Window(`${driver}/session/${sessionId}`);
    await window.say("POST", "/window/rect", { width, height });
    return window;
  }

  async go(address: string): Promise<void> {
    await this.say("POST", "/url", { url: address });
  }

  async address(): Promise<string> {
    return (await this.say("GET", "/url")) as string;
  }

  /** What a program in the page answers. */
  async ask(program: string, ...given: readonly unknown[]): Promise<unknown> {
    return this.say("POST", "/execute/sync", { script: program, args: given });
  }

  /** Until the page shows a text. */
  async shows(said: RegExp): Promise<void> {
    await this.until(async () => said.test((await this.ask("return document.body.innerText")) as string) || undefined, String(said));
  }

  async picture(): Promise<Buffer> {
    return Buffer.from((await this.say("GET", "/screenshot")) as string, "base64");
  }

  /** Presses the button or link of a name, as a pointer does. */
  async press(name: RegExp, within = "body"): Promise<void> {
    const find = `const said = new RegExp(arguments[0]);
      return [...document.querySelectorAll(arguments[1] + ' :is(button, a, label, [role=button])')].find((one) => one.offsetParent !== null && !one.disabled && said.test(one.innerText.trim())) ?? null;`;
    await this.until(async () => {
      const found = (await this.ask(find, name.source, within)) as Reference | null;
      if (found === null) return undefined;
      await this.ask("arguments[0].scrollIntoView({ block: 'center' })", found);
      await this.say("POST", `/element/${found[ELEMENT]}/click`, {});
      return true;
    }, `to press ${name}`);
  }

  /** Types into the field of a label. */
  async type(label: string, text: string): Promise<void> {
    const find = "return [...document.querySelectorAll('label')].find((one) => one.innerText.trim().startsWith(arguments[0]) && one.control)?.control ?? null;";
    await this.until(async () => {
      const found = (await this.ask(find, label)) as Reference | null;
      if (found === null) return undefined;
      await this.say("POST", `/element/${found[ELEMENT]}/clear`, {});
      await this.say("POST", `/element/${found[ELEMENT]}/value`, { text });
      return true;
    }, `to type into ${label}`);
  }

  async close(): Promise<void> {
    await call("DELETE", this.session);
  }

  private async until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
    const end = Date.now() + PATIENCE_MS;
    let last: unknown;
    for (;;) {
      // A page that is just being drawn anew has other elements than a moment ago.
      const found = await look().catch((fault: unknown) => void (last = fault));
      if (found !== undefined) return found;
      if (Date.now() > end) assert.fail(`waited in vain: ${what}\n${String(last ?? "")}\n${String(await this.ask("return location.href + '\\n' + document.body.innerText"))}`);
      await new Promise((resume) => setTimeout(resume, LOOK_MS));
    }
  }

  private say(method: string, path: string, body?: object): Promise<unknown> {
    return call(method, `${this.session}${path}`, body);
  }
}

async function call(method: string, address: string, body?: object): Promise<unknown> {
  const answer = await fetch(address, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const { value } = (await answer.json()) as { value: unknown };
  if (!answer.ok) throw new Error(`${method} ${address}: ${JSON.stringify(value)}`);
  return value;
}
