import { useEffect, useRef } from "preact/hooks";

import type { ChartContent, ChartLine } from "./chart-drawing.js";
import "./chart.css";

/**
 * Lines over time. Whoever does not see it has the table below it, which says the same: the drawing is hidden from screen readers. It is drawn
 * anew when its place, the size of text or the colours change, and for paper.
 */
export function Chart({ names, guides, ...rest }: ChartContent & { readonly names: readonly { readonly tone: ChartLine["tone"]; readonly name: preact.ComponentChildren }[] }) {
  const content: ChartContent = { guides, ...rest };
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = place.current;
    // Without a canvas the table is all there is.
    if (box === null || !canDraw()) return;
    let erase = () => {};
    let drawChart: ((box: HTMLElement, content: ChartContent) => () => void) | undefined;
    let gone = false;
    const draw = () => {
      if (gone || drawChart === undefined) return;
      erase();
      erase = drawChart(box, content);
    };
    // The place is kept; what draws into it comes after what can be read.
    import("./chart-drawing.js").then((part) => {
      drawChart = part.drawChart;
      draw();
    }, () => {});
    const sizes = new ResizeObserver(draw);
    sizes.observe(box);
    const looks = new MutationObserver(draw);
    looks.observe(document.documentElement, { attributeFilter: ["data-theme", "data-text"] });
    const media = ["(prefers-color-scheme: dark)", "print"].map((query) => matchMedia(query));
    for (const list of media) list.addEventListener("change", draw);
    return () => {
      sizes.disconnect();
      looks.disconnect();
      for (const list of media) list.removeEventListener("change", draw);
      gone = true;
      erase();
    };
  }, [JSON.stringify(content)]);
  return (
    <figure class="chart" aria-hidden="true">
      {(names.length > 1 || guides.length > 0) && (
        <figcaption class="legend">
          {names.map(({ tone, name }) => (
            <span key={tone}>
              <svg class={`legend__${tone}`} viewBox="0 0 26 14"><path d="M0 7H26" />{tone === "a" ? <circle cx="13" cy="7" r="4" /> : <path d="M13 2l5 5-5 5-5-5z" />}</svg>{name}
            </span>
          ))}
          {/* Named here and not in the drawing, where with large text the name would lie on the lines and their values. */}
          {guides.map(({ name }) => <span key={name}><svg class="legend__guide" viewBox="0 0 26 14"><path d="M0 7H26" /></svg>{name}</span>)}
        </figcaption>
      )}
      <div ref={place} class="chart__plot" />
    </figure>
  );
}

function canDraw(): boolean {
  try {
    return document.createElement("canvas").getContext("2d") !== null;
  } catch {
    return false;
  }
}
