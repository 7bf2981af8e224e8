/**
 * Judges screens by Lighthouse's own mobile settings (a slow phone, 1.6 Mbit/s, 150 ms) and over HTTP/2 as the edge serves them, each five times: the medians. Ends with a non-zero status where a
 * screen has less than is asked. `node measure.mjs --python .venv/bin/python --scores scores.json [--runs 5] [screen …]`, in the folder of the pages.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import lighthouse from "lighthouse";

import { SCREENS } from "../../web/scripts/pictures/screens.mjs";
import { browserAt, front } from "./served.mjs";

const ASKED = { accessibility: 100, "best-practices": 100, performance: 95 };
/** What is aimed at; twice as much is a fault. */
const AIM = { lcp: 1_500, cls: 0.02 };

const options = { python: { type: "string", default: "python3" }, scores: { type: "string" }, runs: { type: "string", default: "5" } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
// Each address of residents once, as it opens: what is done on a screen afterwards is no load.
const opened = Object.entries(SCREENS).filter(([name, { path }], place, all) => !/^\/(staff|components)/.test(path) && name !== "missing" && all.findIndex(([, other]) => other.path === path) === place);
const unknown = positionals.filter((wanted) => !opened.some(([name]) => name === wanted));
if (unknown.length > 0) throw new Error(`no such screen: ${unknown}; there are ${opened.map(([name]) => name)}`);

const pages = await front(values.python);
const browser = await browserAt(pages.address);
const scores = {};
let faults = 0;
try {
  for (const [name, { path }] of opened.filter(([name]) => positionals.length === 0 || positionals.includes(name))) {
    const runs = [];
    for (let run = 0; run < Number(values.runs); run += 1) runs.push(await judged(`${pages.address}${path}`));
    const found = mediansOf(runs);
    scores[name] = found;
    const missed = [
      ...Object.entries(ASKED).filter(([category, least]) => !(found[category] >= least)).map(([category, least]) => `${category} ${found[category]} of ${least}`),
      ...Object.entries(AIM).filter(([measure, aim]) => !(found[measure] <= 2 * aim)).map(([measure, aim]) => `${measure} ${found[measure]}, aim ${aim}`),
    ];
    faults += missed.length;
    console.log(`${name}: ${JSON.stringify(found)}${missed.length > 0 ? ` MISSED ${missed.join(", ")}` : ""}`);
  }
} finally {
  if (values.scores !== undefined) writeFileSync(values.scores, `${JSON.stringify(scores, undefined, 2)}\n`);
  await browser.close();
  await pages.close();
}
process.exitCode = faults === 0 ? 0 : 1;

async function judged(address) {
  const look = async () => (await lighthouse(address, { port: browser.port, logLevel: "error", onlyCategories: Object.keys(ASKED) })).lhr;
  // A trace that has no beginning says nothing of the page: it is taken once more.
  let lhr = await look();
  if (lhr.runtimeError !== undefined) lhr = await look();
  if (lhr.runtimeError !== undefined) throw new Error(`${address}: ${lhr.runtimeError.message}`);
  const failed = Object.keys(ASKED).filter((category) => category !== "performance").flatMap((category) => lhr.categories[category].auditRefs).filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1);
  return {
    ...Object.fromEntries(Object.keys(ASKED).map((category) => [category, Math.round(100 * lhr.categories[category].score)])),
    lcp: Math.round(lhr.audits["largest-contentful-paint"].numericValue),
    cls: Number(lhr.audits["cumulative-layout-shift"].numericValue.toFixed(4)),
    tbt: Math.round(lhr.audits["total-blocking-time"].numericValue),
    // How fast the machine was: a run on one that is busy says nothing of the pages' speed.
    machine: Math.round(lhr.environment.benchmarkIndex),
    failed: failed.map(({ id }) => id),
  };
}

/** Of each number the one in the middle; of faults all that any run had. */
function mediansOf(runs) {
  const middle = (name) => runs.map((run) => run[name]).sort((one, other) => one - other)[Math.floor(runs.length / 2)];
  return { ...Object.fromEntries([...Object.keys(ASKED), "lcp", "cls", "tbt", "machine"].map((name) => [name, middle(name)])), failed: [...new Set(runs.flatMap(({ failed }) => failed))] };
}
