/** A telephone number that is called by a tap, as it is written. Digits of a Japanese keyboard are digits; what has none is no number. */
export function PhoneLink({ number, strong = false }: { number: string; strong?: boolean }) {
  const digits = number.normalize("NFKC").replace(/[^+\d]/g, "");
  return /\d/.test(digits) ? <a class={strong ? "hit strong" : "hit"} href={`tel:${digits}`}>{number}</a> : <>{number}</>;
}
