/**
 * The main stories in WebKitGTK: signing in, a record, a dose taken and undone, a check-in and its end. Needs `webkit2gtk-driver` and `xvfb`.
 * `node build/e2e/webkit/main.js`; `STACK` names the stack's description, `DISPLAY_NUMBER` and `DRIVER_PORT` what is free.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";

import { account, stack } from "../browser/house.js";
import { Window } from "./driver.js";

const DISPLAY = `:${process.env["DISPLAY_NUMBER"] ?? "97"}`;
const PORT = process.env["DRIVER_PORT"] ?? "4797";
const running = stack();
const started: ChildProcess[] = [];

/** MiniBrowser lies beside the library, in a folder named after the machine. */
function browser(): string {
  const places = readdirSync("/usr/lib").map((machine) => `/usr/lib/${machine}/webkit2gtk-4.1`);
  const found = places.find((place) => {
    try {
      return readdirSync(place).includes("MiniBrowser");
    } catch {
      return false;
    }
  });
  assert.ok(found !== undefined, "WebKitGTK is not there: apt-get install webkit2gtk-driver xvfb");
  return `${found}/MiniBrowser`;
}

function start(program: string, ...options: readonly string[]): void {
  started.push(spawn(program, options, { stdio: "ignore", env: { ...process.env, DISPLAY, TZ: "Asia/Tokyo", LANG: "ja_JP.UTF-8" } }));
}

/** The driver may need a moment. */
async function opened(): Promise<Window> {
  const binary = browser();
  for (let tries = 0; ; tries += 1) {
    try {
      return await Window.open(`http://127.0.0.1:${PORT}`, binary, 420, 860);
    } catch (fault) {
      if (tries === 40) throw fault;
      await new Promise((resume) => setTimeout(resume, 500));
    }
  }
}

let step = 0;
async function keep(window: Window, name: string): Promise<void> {
  const folder = process.env["PICTURES"];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${String((step += 1)).padStart(2, "0")}-${name}.png`, await window.picture());
}

start("Xvfb", DISPLAY, "-screen", "0", "1280x1024x24", "-nolisten", "tcp");
await new Promise((resume) => setTimeout(resume, 1_000));
start("WebKitWebDriver", "--host=127.0.0.1", `--port=${PORT}`);
let window: Window | undefined;
try {
  window = await opened();
  const { email, password } = account(running, "resident");
  await window.go(running.web);
  await window.press(/^日本語$/);
  await window.type("メールアドレス", email);
  await window.type("パスワード", password);
  await window.press(/^サインインする$/);
  await window.shows(/病院・薬局で受付する/);
  await keep(window, "home");

  const steps = 2_000 + Math.floor(Math.random() * 7_000);
  await window.go(`${running.web}/record/new`);
  await window.type("歩数", String(steps));
  await window.press(/^記録する$/);
  await window.shows(/記録しました/);
  await window.go(`${running.web}/record/list`);
  await window.shows(new RegExp(steps.toLocaleString("en")));
  await keep(window, "record");

  await window.go(`${running.web}/medicines/doses`);
  await window.press(/^飲んだ$/);
  await window.shows(/飲んだと記録しました/);
  await keep(window, "taken");
  await window.press(/^取り消す$/);
  await window.shows(/取り消しました/);

  await window.go(`${running.web}/check-in`);
  // No camera is here: it says so, and a place is chosen by its name.
  await window.press(/みどり内科クリニック/);
  await window.press(/つを見せて、受付する/);
  await window.shows(/受付の人にこの番号を言ってください/);
  await keep(window, "checked-in");
  await window.press(/いま見せるのをやめる/);
  await window.press(/^見せるのをやめる$/, "dialog");
  await window.shows(/見せるのをやめました|いまは見せていません/);
  await keep(window, "ended");
} finally {
  await window?.close().catch(() => {});
  for (const one of started.reverse()) one.kill();
}
