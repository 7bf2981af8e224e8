import type { ComponentChildren } from "preact";

import "./lanes.css";

export interface LanePart {
  /** Where it begins and how long it is, as shares of the whole. */
  readonly from: number;
  readonly length: number;
}

/** A year on twelve columns: when each thing was there. What a lane shows stands in words beside its name. */
export function Lanes({ months, lanes }: { months: readonly string[]; lanes: readonly { readonly key: string; readonly name: ComponentChildren; readonly said: ComponentChildren; readonly parts: readonly LanePart[] }[] }) {
  return (
    <>
      <div class="lane__axis" aria-hidden="true">{months.map((month, index) => <span key={index}>{index % 3 === 0 ? month : ""}</span>)}</div>
      <ul class="lanes">
        {lanes.map(({ key, name, said, parts }) => (
          <li key={key} class="lane">
            <p class="between"><strong>{name}</strong><span class="second">{said}</span></p>
            <div class="lane__bar" aria-hidden="true">{parts.map(({ from, length }) => <i key={from} style={{ left: `min(${100 * from}%, calc(100% - 6px))`, width: `${100 * length}%` }} />)}</div>
          </li>
        ))}
      </ul>
    </>
  );
}
