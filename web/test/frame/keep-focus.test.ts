// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { beforeEach, test } from "vitest";

import { keepFocus } from "../../src/frame/keep-focus.js";

beforeEach(() => {
  document.body.innerHTML = "";
});
keepFocus(window);

const settled = () => new Promise((resume) => setTimeout(resume, 400));
const made = <Name extends keyof HTMLElementTagNameMap>(name: Name, at: Element = document.body) => at.appendChild(document.createElement(name));
const title = () => Object.assign(made("h1"), { tabIndex: -1 });

test("where what had the focus is gone, the title of the screen has it", async () => {
  const [heading, button] = [title(), made("button")];
  button.focus();
  button.remove();
  await settled();
  assert.equal(document.activeElement, heading);
});

test("also where the title comes later, as of a screen that is still loaded", async () => {
  const field = made("input");
  field.focus();
  field.remove();
  await settled();
  const heading = title();
  await settled();
  assert.equal(document.activeElement, heading);
});

test("a screen that knows a better place, and a person who let go of it by themselves, are left alone", async () => {
  title();
  const [button, other] = [made("button"), made("button")];
  button.focus();
  button.remove();
  other.focus();
  await settled();
  assert.equal(document.activeElement, other);
  other.blur();
  made("p");
  await settled();
  assert.equal(document.activeElement, document.body);
});

test("in an open dialog it stays there", async () => {
  title();
  const dialog = made("dialog");
  dialog.setAttribute("open", "");
  const [gone, left] = [made("button", dialog), made("button", dialog)];
  gone.focus();
  gone.remove();
  await settled();
  assert.equal(document.activeElement, left);
});
