// Answers queries for tests/search/test_twin.py: a folder as argument, {limit, queries} as JSON on standard input.

import { openSession } from "../../search/client/entry.js";
import { find } from "../../search/client/engine.js";
import { planQuery } from "../../search/client/query.js";
import { folderReader } from "./index_files.mjs";

let input = "";
for await (const chunk of process.stdin) input += chunk;
const { limit, queries } = JSON.parse(input);
const session = openSession(folderReader(process.argv[2] ?? ""));
const answers = [];
for (const query of queries) {
  answers.push(
    await session.run(async (store) => {
      const found = [];
      for await (const each of find(store, planQuery(query))) {
        if (found.length === limit) break;
        found.push([each.list, each.document, each.score]);
      }
      return found;
    }),
  );
}
process.stdout.write(JSON.stringify(answers));
