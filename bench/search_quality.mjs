// The asking half of bench/search_quality.py: the first results of each query, near ones where there are no others.

import { find } from "../search/client/engine.js";
import { openSession } from "../search/client/entry.js";
import { learnFolds, planQuery } from "../search/client/query.js";
import { nearResults } from "../search/client/repair.js";
import { folderReader } from "../tests/js/index_files.mjs";

let input = "";
for await (const chunk of process.stdin) input += chunk;
const { limit, queries } = JSON.parse(input);
const session = openSession(folderReader(process.argv[2] ?? ""));
const answers = [];
for (const query of queries) {
  await learnFolds(query);
  answers.push(
    await session.run(async (store) => {
      const found = [];
      const plan = planQuery(query);
      for await (const each of find(store, plan)) {
        if (found.length === limit) break;
        found.push([each.list, each.document]);
      }
      const near = found.length > 0 ? [] : await nearResults(store, plan);
      return [...found, ...near.slice(0, limit).map((each) => [each.list, each.document])];
    }),
  );
}
process.stdout.write(JSON.stringify(answers));
