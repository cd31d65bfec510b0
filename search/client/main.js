// Wiring: fetch, clock and page are joined here and nowhere else. Never decides anything.
// Python twin: search/command.py.

import { openSession } from "./entry.js";
import { ShardError } from "./errors.js";
import { isAdvanced, learnFolds, planQuery } from "./query.js";
import { dayNumber, firstResults, totalOf } from "./results.js";
import { startView } from "./view.js";

const box = document.querySelector("#search-results");
const base = new URL(box instanceof HTMLElement ? (box.dataset["index"] ?? "index/") : "index/", document.baseURI);

/** @param {string} path @param {boolean} fresh */
async function read(path, fresh) {
  const response = await fetch(new URL(path, base), fresh ? { cache: "no-cache" } : {});
  if (!response.ok) throw new ShardError(path, `无法取得（${response.status}）`);
  return { bytes: new Uint8Array(await response.arrayBuffer()), date: response.headers.get("Date") };
}

const session = openSession(read);

// The later of two clocks: a reader's that is slow must not show what is over.
const today = () => dayNumber(Math.max(Date.now(), session.serverDate()));

/** @param {string} text */
async function planOf(text) {
  await learnFolds(text);
  return isAdvanced(text) ? (await import("./operators.js")).advancedPlan(text) : planQuery(text);
}

startView({
  ask: async (text, wanted, skip, choice) => {
    const plan = await planOf(text);
    const found = await session.run(async (store) => {
      if (choice !== null) return (await import("./survey.js")).chosenResults(store, plan, today(), wanted, skip, choice);
      const first = await firstResults(store, plan, today(), wanted, skip);
      const known = skip + first.shown.length;
      if (!first.more) return { ...first, total: first.shown.length === 0 ? 0 : known, exact: true };
      return { ...first, ...(await totalOf(store, plan, today(), known + 1)) };
    });
    return { ...found, parts: plan.parts };
  },
  count: async (text, choice) => {
    const [plan, { countsOf, survey }] = [await planOf(text), await import("./survey.js")];
    return session.run(async (store) => {
      const { hits, whole } = await survey(store, plan, today());
      return { ...countsOf(store, hits, choice), looked: hits.length, whole };
    });
  },
});

const batch = document.querySelector("details.batch");
batch?.addEventListener(
  "toggle",
  async () => {
    const { startBatch } = await import("./batch_view.js");
    if (batch instanceof HTMLElement) startBatch(batch, (work) => session.run((store) => work(store, today())));
    batch.setAttribute("data-ready", "");
  },
  { once: true },
);
