/**
 * What every story in the browser begins with: the running stack, people with windows of their own, and their sign-in through the pages.
 * `STACK` names the stack's description (`.local/stack.json`). Debian's chromium is driven; nothing is downloaded.
 */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, type Page, chromium } from "playwright-core";

import { type Matrix, film } from "./film.js";

interface Account {
  readonly email: string;
  readonly password: string;
  readonly totp_secret?: string;
  readonly resident_id?: string;
  readonly institution_code?: string;
}

export interface Stack {
  readonly api: string;
  readonly web: string;
  readonly web_staff: string;
  readonly accounts: Readonly<Record<string, Account>>;
  /** What a camera reads from a clinic's poster, and from one that the city did not sign. */
  readonly posters?: { readonly clinic: string; readonly forged: string };
}

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync", "--lang=ja"];

export function stack(): Stack {
  const path = process.env["STACK"];
  assert.ok(path !== undefined, "STACK names the stack's description, such as .local/stack.json");
  return JSON.parse(readFileSync(path, "utf8")) as Stack;
}

export function account(of: Stack, name: string): Account {
  const found = of.accounts[name];
  assert.ok(found !== undefined, `no demo account ${name}`);
  return found;
}

/** A browser for a story; more flags for a camera that is none. */
export async function open(...more: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: [...FLAGS, ...more] });
}

/** A person with a window: what went wrong in it is told at the end of the story. */
export class Person {
  readonly faults: string[] = [];

  private constructor(
    readonly name: string,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async at(browser: Browser, name: string, viewport: { width: number; height: number }): Promise<Person> {
    const context = await browser.newContext({ viewport, locale: "ja-JP", timezoneId: "Asia/Tokyo", reducedMotion: "reduce" });
    const person = new Person(name, context, await context.newPage());
    person.watch(person.page);
    context.on("page", (page) => person.watch(page));
    return person;
  }

  private watch(page: Page): void {
    page.setDefaultTimeout(45_000);
    page.on("pageerror", (error) => this.faults.push(`fault of the page: ${error.message}`));
    page.on("console", (message) => {
      if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) this.faults.push(message.text());
    });
  }

  /** A picture for the documents, where they are wanted (`PICTURES` names the folder). */
  async picture(name: string): Promise<void> {
    const folder = process.env["PICTURES"];
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await this.page.waitForLoadState("networkidle");
    await this.page.screenshot({ path: `${folder}/${name}.png` });
  }

  async leave(): Promise<void> {
    await this.context.close();
    assert.deepEqual(this.faults, [], this.name);
  }
}

/** Somebody who is signed in at an address, with a camera that sees codes one after the other. */
export async function before(codes: readonly Matrix[], address: string, who: Account, then: (person: Person) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "film-"));
  try {
    const path = join(folder, "film.y4m");
    film(path, codes);
    const browser = await open("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${path}`);
    try {
      const person = await Person.at(browser, "resident", PHONE);
      await signIn(person, address, who);
      await then(person);
      await person.leave();
    } finally {
      await browser.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Signs in through the page, as a person does. */
export async function signIn(person: Person, address: string, { email, password, totp_secret }: Account): Promise<void> {
  const { page } = person;
  await page.goto(address);
  await page.getByLabel("メールアドレス").fill(email);
  await page.getByLabel("パスワード", { exact: true }).fill(password);
  await page.getByRole("button", { name: "サインインする" }).click();
  if (totp_secret !== undefined) {
    const code = page.getByLabel("アプリに出ている6けたの数字");
    await code.waitFor();
    await code.fill(totp(totp_secret));
    await page.getByRole("button", { name: "進む" }).click();
    await code.waitFor({ state: "detached" });
  } else {
    await page.getByLabel("メールアドレス").waitFor({ state: "detached" });
  }
}

/** The six digits of an authenticator app (RFC 6238). */
export function totp(secret: string, at: number = Date.now()): string {
  const bits = [...secret.replace(/=+$/, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return ((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).toString().padStart(6, "0");
}
