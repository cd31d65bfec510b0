// Answers queries for tests/search/test_twin.py: a folder as argument, {limit, queries, near} as JSON on standard input.

import { answersOf } from "./answers.mjs";
import { folderReader } from "./index_files.mjs";

let input = "";
for await (const chunk of process.stdin) input += chunk;
process.stdout.write(JSON.stringify(await answersOf(folderReader(process.argv[2] ?? ""), JSON.parse(input))));
