/** A line: every day of the last 30 but a few, or the buckets before; the same at every run. */
const iso = (time) => new Date(time).toISOString().slice(0, 10);
const dayOf = (before) => iso(Date.UTC(2026, 10, 25 - before));
const wave = (index, size) => Math.round((Math.sin(index * 1.7) + Math.sin(index * 0.6)) * size);
const part = (mean, spread) => ({ min: mean - spread, mean, max: mean + spread, count: 2 });
const spot = (at, mean, spread, both) => ({ at, ...part(mean, spread), ...(both && { morning: part(mean, spread), evening: part(mean - 6, spread) }) });
const lineOf = (base, size, both = false) => (bucket, from) => {
  const spots = bucket === "day" ? [...Array(30).keys()].filter((day) => ![6, 13, 21, 22].includes(day)).map((day) => dayOf(29 - day))
    : bucket === "week" ? [...Array(26).keys()].map((week) => iso(Date.UTC(2026, 10, 23 - (25 - week) * 7)))
    : [...Array(from ? 118 : 12).keys()].map((month) => iso(Date.UTC(2026, 10 - (from ? 117 : 11) + month, 1)));
  return { notices: [], points: spots.map((at, index) => spot(at, Number((base + wave(index, size * 10) / 10 + (index > spots.length * 0.7 ? size * 1.5 : 0)).toFixed(both || size > 100 ? 0 : 1)), size / 2, both)) };
};
export const LINES = { systolic_mmhg: lineOf(126, 5, true), diastolic_mmhg: lineOf(79, 3, true), weight_kg: lineOf(60.2, 0.4), temperature_c: lineOf(36.4, 0.2), steps: lineOf(6800, 1500), mood: lineOf(3, 1) };
