/** A number as every language of the pages writes it, thousands apart: 12,345.6. Counted here for the reason of `dates.ts`. `least` and `most`: its decimal places. */
export function grouped(value: number, least = 0, most = Math.max(least, 3)): string {
  // By its decimal digits, as it is read: 1.005 is 1.01 and not 1.00.
  const rounded = !(Math.abs(value) >= 1e-6 && Math.abs(value) < 1e15) ? Math.abs(value) : Number(`${Math.round(Number(`${Math.abs(value)}e${most}`))}e-${most}`);
  const [whole = "", places = ""] = rounded.toFixed(most).split(".");
  const kept = places.slice(0, least) + places.slice(least).replace(/0+$/, "");
  return `${value < 0 ? "-" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${kept === "" ? "" : `.${kept}`}`;
}
