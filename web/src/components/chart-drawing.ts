/** How lines over time are drawn, on a canvas by uPlot. Colours are the tokens', by their names. */
import uPlot from "uplot";
import { grouped } from "../words/numbers.js";

export interface ChartLine {
  /** Colour and shape together: `a` is round and filled, `b` a hollow diamond. */
  readonly tone: "a" | "b";
  /** A value for each place; where there is none the line has a gap. */
  readonly values: readonly (number | null)[];
}

export interface ChartContent {
  /** What stands below each place, such as `11/24`. */
  readonly places: readonly string[];
  readonly lines: readonly ChartLine[];
  /** Values that are named, such as a guide. */
  readonly guides: readonly { readonly value: number; readonly name: string }[];
  /** The least and the greatest value of the scale, where it is fixed. */
  readonly scale?: readonly [number, number];
  /** Decimal places of a value. */
  readonly decimals: number;
}

/** Where the scale begins and ends: round numbers around all values and guides, so that a small change is not drawn as a great one. */
export function scaleOf({ lines, guides, scale }: Pick<ChartContent, "lines" | "guides" | "scale">): readonly [number, number] {
  if (scale) return scale;
  const values = [...lines.flatMap((line) => line.values), ...guides.map((guide) => guide.value)].filter((value) => value !== null);
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000].find((size) => (high - low) / size <= 5) ?? 100_000;
  return [Math.max(0, Math.floor(low / step - 0.25) * step), Math.ceil(high / step + 0.25) * step];
}

/** Which places are named: the first, the last, and some at equal distances. */
export function namedPlaces(count: number, most: number): readonly number[] {
  if (count <= 1) return count === 1 ? [0] : [];
  const gaps = Math.max(1, Math.min(most - 1, count - 1));
  return Array.from({ length: gaps + 1 }, (_, part) => Math.round((part * (count - 1)) / gaps));
}

/** Draws into a box of a height of its own. Gives back what erases it. */
export function drawChart(box: HTMLElement, { places, lines, guides, scale, decimals }: ChartContent): () => void {
  const style = getComputedStyle(box);
  const colour = (token: string) => style.getPropertyValue(token).trim();
  const size = Number.parseFloat(style.fontSize);
  const font = (weight: number) => `${weight} ${size}px ${style.fontFamily}`;
  const { clientWidth: width, clientHeight: height } = box;
  if (width === 0 || height === 0) return () => {};
  const range = scaleOf({ lines, guides, ...(scale && { scale }) });
  const values = lines.map((line) => line.values);
  const named = namedPlaces(places.length, Math.max(2, Math.floor(width / (size * 6))));
  const grid = { stroke: colour("--ch-grid"), width: 1 };
  const plot = new uPlot({
    width,
    height,
    padding: [size * 1.2, size * 1.6, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: false, range: [0, Math.max(1, places.length - 1)] }, y: { range: [...range] } },
    axes: [
      {
        stroke: colour("--ink-2"), font: font(400), size: size * 1.9, gap: size * 0.4, grid: { show: false }, ticks: { show: false },
        splits: () => [...named], values: (_plot, splits) => splits.map((place) => places[place] ?? ""),
      },
      { stroke: colour("--ink-2"), font: font(400), size: size * 3.4, gap: size * 0.4, grid, ticks: { show: false }, values: (_plot, splits) => splits.map((value) => grouped(value)) },
    ],
    series: [{}, ...lines.map(({ tone }) => ({ stroke: colour(`--ch-${tone}`), width: 2.5, spanGaps: false, points: { show: false } }))],
    hooks: {
      drawAxes: [(drawn) => guides.forEach((guide) => drawGuide(drawn, guide.value, colour("--ch-line")))],
      draw: [(drawn) => lines.forEach((line) => drawValues(drawn, line, { line: colour(`--ch-${line.tone}`), paper: colour("--surface"), ink: colour("--ink") }, font(700), size, decimals))],
    },
  }, [places.map((_, place) => place), ...values.map((one) => [...one])], box);
  return () => plot.destroy();
}

/** A guide is a broken line; its name stands in the legend. */
function drawGuide(plot: uPlot, value: number, colour: string): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const y = plot.valToPos(value, "y", true);
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * ratio;
  ctx.setLineDash([5 * ratio, 4 * ratio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/** A mark at each value, and the last one in numbers: above a round one, below a diamond. */
function drawValues(plot: uPlot, { tone, values }: ChartLine, colour: { readonly line: string; readonly paper: string; readonly ink: string }, font: string, size: number, decimals: number): void {
  const { ctx } = plot;
  const ratio = uPlot.pxRatio;
  // Many marks on a narrow screen are smaller.
  const radius = (values.length > 60 ? 2 : 3) * ratio;
  const at = (place: number, value: number) => [plot.valToPos(place, "x", true), plot.valToPos(value, "y", true)] as const;
  ctx.save();
  ctx.strokeStyle = colour.line;
  ctx.fillStyle = tone === "a" ? colour.line : colour.paper;
  ctx.lineWidth = 2 * ratio;
  values.forEach((value, place) => {
    if (value === null) return;
    const [x, y] = at(place, value);
    ctx.beginPath();
    if (tone === "a") ctx.arc(x, y, radius, 0, 2 * Math.PI);
    else {
      const reach = radius * 1.3;
      ctx.moveTo(x, y - reach);
      ctx.lineTo(x + reach, y);
      ctx.lineTo(x, y + reach);
      ctx.lineTo(x - reach, y);
      ctx.closePath();
    }
    ctx.fill();
    if (tone === "b") ctx.stroke();
  });
  const last = values.reduce<number>((latest, value, place) => (value === null ? latest : place), -1);
  const value = values[last];
  if (typeof value === "number") {
    const [x, y] = at(last, value);
    ctx.fillStyle = colour.ink;
    ctx.font = scaled(font, ratio);
    ctx.textAlign = last > values.length / 2 ? "right" : "left";
    ctx.textBaseline = tone === "a" ? "bottom" : "top";
    const label = [grouped(value, decimals), x + (last > values.length / 2 ? radius : -radius), y + (tone === "a" ? -size * 0.5 : size * 0.5) * ratio] as const;
    // On paper of its own, so that it can be read where it lies on the line.
    ctx.strokeStyle = colour.paper;
    ctx.lineWidth = 5 * ratio;
    ctx.lineJoin = "round";
    ctx.strokeText(...label);
    ctx.fillText(...label);
  }
  ctx.restore();
}

/** A font in the canvas's own pixels. */
function scaled(font: string, ratio: number): string {
  return font.replace(/([\d.]+)px/, (_, pixels: string) => `${Number(pixels) * ratio}px`);
}
