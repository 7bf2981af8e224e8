/** A QR code, drawn in the page: black on white whatever the colours of the page, because readers want it so. */
import { useMemo } from "preact/hooks";
import { encode } from "uqr";

import "./qr.css";

/** With four modules of white around it, as the standard has it. `of`: bytes as they are, or a text; it is drawn anew only where this is another. */
export function Qr({ of, label, stains = false }: { of: Uint8Array | string; label: string; stains?: boolean }) {
  const { data, size } = useMemo(() => {
    const code = encoded(of, stains);
    return { size: code.size, data: lines(code.data) };
  }, [of, stains]);
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path d={data} />
    </svg>
  );
}

/** Its modules. The largest for what it holds, because a screen has no stains; paper in a purse has (`stains`), and a quarter of it may be unreadable. */
export function encoded(of: Uint8Array | string, stains: boolean) {
  return encode(typeof of === "string" ? of : [...of], { ecc: stains ? "Q" : "L", boostEcc: false, border: 4 });
}

/** The dark modules of each row, run by run. */
function lines(rows: readonly (readonly boolean[])[]): string {
  return rows.map((row, y) => {
    let path = "";
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x += 1;
      path += `M${from} ${y}h${x + 1 - from}v1h-${x + 1 - from}z`;
    }
    return path;
  }).join("");
}
