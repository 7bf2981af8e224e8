/** The text for the clinic's own chart, which has room for so many characters. */
export const MOST_SUMMARY = 1_500;

/** The text as it is shown and copied: whole lines, and in place of what does not fit a line that says so. */
export function summaryFor(text: string, goesOn: string): string {
  if (text.length <= MOST_SUMMARY) return text;
  const room = text.slice(0, MOST_SUMMARY - goesOn.length - 1);
  const end = room.lastIndexOf("\n");
  return `${end > 0 ? room.slice(0, end) : room}\n${goesOn}`;
}
