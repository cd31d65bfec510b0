// What the client answers, with scores, for the twins of tests/search/test_twin.py and bench/search_twin.py; with `near`,
// what nearResults gives. Runs in Node and in a browser.

import { openSession } from "../../search/client/entry.js";
import { find } from "../../search/client/engine.js";
import { FIELD } from "../../search/client/bytes.js";
import { allMatches } from "../../search/client/former.js";
import { fieldEntries } from "../../search/client/lists.js";
import { matches } from "../../search/client/matching.js";
import { parseExpression } from "../../search/client/operators.js";
import { isAdvanced, learnFolds, planQuery } from "../../search/client/query.js";
import { nearResults } from "../../search/client/repair.js";
import { nameScore } from "../../search/client/rank.js";

/**
 * The engine gives names in order of their scores without computing them.
 *
 * @param {import("../../search/client/types.js").Store} store
 * @param {string} query
 * @param {number} document
 */
async function score(store, query, document) {
  const plan = planQuery(query);
  const former = (await allMatches(store, plan)).find((each) => each.document === document);
  if (former !== undefined) return former.score;
  const entries = await fieldEntries(store, [...new Set(plan.grams.flat())], FIELD.name);
  return nameScore(store.manifest, entries ?? [], document);
}

/**
 * @param {import("../../search/client/types.js").Read} read
 * @param {{ limit: number, queries: string[], near?: boolean }} asked
 */
export async function answersOf(read, { limit, queries, near = false }) {
  const session = openSession(read);
  const answers = [];
  for (const query of queries) {
    await learnFolds(query);
    answers.push(
      await session.run(async (store) => {
        const found = [];
        if (near) return (await nearResults(store, planQuery(query))).map((each) => [each.document, each.matched]);
        const all = isAdvanced(query) ? matches(store, parseExpression(query)) : find(store, planQuery(query));
        for await (const each of all) {
          if (found.length === limit) break;
          found.push([each.list, each.document, Number.isNaN(each.score) ? await score(store, query, each.document) : each.score]);
        }
        return found;
      }),
    );
  }
  return answers;
}
