/** The text for the clinic's own chart, which has room for so many characters. */
export const MOST_SUMMARY = 1_500;

/** The text as it is shown and copied: whole lines, and in place of what does not fit a line that says so. `last`: a line that is always there. */
export function summaryFor(text: string, goesOn: string, last = ""): string {
  const end = last === "" ? "" : `\n${last}`;
  if (text.length + end.length <= MOST_SUMMARY) return `${text}${end}`;
  const room = text.slice(0, MOST_SUMMARY - goesOn.length - 1 - end.length);
  const cut = room.lastIndexOf("\n");
  return `${cut > 0 ? room.slice(0, cut) : room}\n${goesOn}${end}`;
}
