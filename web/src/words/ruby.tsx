import type { ComponentChildren } from "preact";

/** Kanji with their reading behind them: 今日(きょう). */
const READ = /([\p{Script=Han}々]+)\(([\p{Script=Hiragana}ー]+)\)/gu;

/** The readings above the kanji, in one element: a line of a button or a row stays one line. */
export function ruby(text: string): ComponentChildren {
  const pieces: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(READ)) {
    pieces.push(text.slice(end, match.index), <ruby>{match[1]}<rp>(</rp><rt>{match[2]}</rt><rp>)</rp></ruby>);
    end = match.index + match[0].length;
  }
  return <span>{pieces}{text.slice(end)}</span>;
}

/** Without readings. */
export function plain(text: string): string {
  return text.replace(READ, "$1");
}

/** What is left of the kanji once those with a reading are taken out: nothing, in a dictionary of やさしい日本語. */
export function unread(text: string): string {
  return text.replace(READ, "").replace(/[^\p{Script=Han}々]/gu, "");
}
