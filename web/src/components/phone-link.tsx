/** A telephone number that is called by a tap, as it is written. */
export function PhoneLink({ number, strong = false }: { number: string; strong?: boolean }) {
  return <a class={strong ? "hit strong" : "hit"} href={`tel:${number.replace(/[^+\d]/g, "")}`}>{number}</a>;
}
