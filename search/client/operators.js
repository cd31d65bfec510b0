// Operators for those who know Whoosh's: AND OR NOT, ( ), "…" and field: – NOT binds first, then AND, OR, blank. Loaded
// only for such a query. A query that cannot be understood is an error that says what and where. Never looks at the index.
// Python twin: search/expressions.py, tied by tests/golden/expressions.json.

/** @import { Plan } from "./types.js" */

import { SearchError } from "./errors.js";
import { BLANK, FIELDS, KNOWN, planQuery } from "./query.js";
import { key, words } from "./tokens.js";

/** @typedef {["and" | "or" | "not", ...any[]] | [string, string]} Tree children are trees; else a field and a word */
/** @typedef {{ kind: string, text: string, start: number, end: number }} Token */

const TOKEN = new RegExp(
  `(?<blank>[${BLANK}]+)|(?<open>\\()|(?<close>\\))|["“”](?<quoted>[^"“”]*)["“”]|(?<quote>["“”])` +
    `|(?<field>(?:${KNOWN}|[A-Za-z]+)[:：])|(?<word>[^${BLANK}()"“”]+)`,
  "gu",
);

/** A query that cannot be understood; places are of code points. */
export class QueryError extends SearchError {
  name = "QueryError";

  /**
   * @param {number} start
   * @param {number} end
   * @param {string} what
   */
  constructor(start, end, what) {
    super(`检索式第 ${start + 1} 个字处：${what}`);
    this.start = start;
    this.end = end;
  }
}

/**
 * @param {string} text
 * @returns {Token[]}
 */
function tokensOf(text) {
  /** @type {Token[]} */
  const found = [];
  for (const match of text.matchAll(TOKEN)) {
    let [kind = "word"] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? [];
    const start = [...text.slice(0, match.index)].length;
    const end = start + [...match[0]].length;
    if (kind === "quote") throw new QueryError(start, end, "引号没有配对。请补上另一个引号，或去掉这个引号。");
    const name = match[0].slice(0, -1);
    if (kind === "field" && !KNOWN.split("|").includes(name)) {
      throw new QueryError(start, end, `没有“${name}”这个字段。可用的字段：${[...FIELDS.keys()].join("、")}。`);
    }
    if (kind === "word" && ["AND", "OR", "NOT"].includes(match[0])) kind = match[0];
    found.push({ kind, text: match.groups?.["quoted"] ?? match[0], start, end });
  }
  return found;
}

/**
 * What may not follow what.
 *
 * @param {Token | undefined} before
 * @param {Token | undefined} token
 * @returns {void}
 */
function checkPair(before, token) {
  const at = token ?? before;
  if (at === undefined) return;
  const of = before ?? at;
  const [left, right] = [before?.kind ?? "open", token?.kind ?? "close"];
  const refuse = (/** @type {Token} */ where, /** @type {string} */ what) => {
    throw new QueryError(where.start, where.end, what);
  };
  if (left === "field" && ["blank", "close", "field", "AND", "OR", "NOT"].includes(right)) {
    refuse(of, `“${of.text}”后面缺少要查的内容，请紧接着写，不要空格。`);
  }
  if (left === "NOT" && ["AND", "OR", "NOT", "close"].includes(right)) refuse(of, "NOT 后面缺少要排除的内容。");
  if (["AND", "OR"].includes(left) && ["AND", "OR", "close"].includes(right)) refuse(of, `${left} 后面缺少要查的内容。`);
  if (left === "open" && ["AND", "OR"].includes(right)) refuse(at, `${right} 前面缺少要查的内容。`);
  if (left === "open" && right === "close" && token !== undefined) refuse(at, "括号里没有内容。");
}

/**
 * @param {Token[]} all
 * @param {number} size
 * @returns {Token[]} without blanks
 */
function checked(all, size) {
  /** @type {Token[]} */
  const opened = [];
  /** @type {Token | undefined} */
  let before;
  for (const token of all) {
    if (token.kind === "blank") {
      if (before?.kind === "field") checkPair(before, token);
      continue;
    }
    checkPair(before, token);
    if (token.kind === "open") opened.push(token);
    if (token.kind === "close" && opened.pop() === undefined) {
      throw new QueryError(token.start, token.end, "右括号没有对应的左括号。");
    }
    if ((token.kind === "word" || token.kind === "quoted") && key(token.text) === "") {
      throw new QueryError(token.start, token.end, "没有可以查的文字、数字或字母。");
    }
    before = token;
  }
  checkPair(before, undefined);
  if (before === undefined) throw new QueryError(0, size, "没有可以查的文字、数字或字母。");
  const last = opened.at(-1);
  if (last !== undefined) throw new QueryError(last.start, size, "左括号没有对应的右括号。");
  return all.filter((token) => token.kind !== "blank");
}

/**
 * @param {"and" | "or"} name
 * @param {Tree[]} parts
 * @returns {Tree} an AND in an AND is one, and a single part is itself
 */
function joined(name, parts) {
  const flat = parts.flatMap((each) => (each[0] === name ? /** @type {Tree[]} */ (each.slice(1)) : [each]));
  return flat.length === 1 && flat[0] !== undefined ? flat[0] : [name, ...flat];
}

/**
 * @param {Token[]} rest taken from as it is read
 * @param {string} field
 * @returns {Tree}
 */
function readAll(rest, field) {
  const parts = [];
  while (rest.length > 0 && rest[0]?.kind !== "close") parts.push(readOr(rest, field));
  return joined("and", parts);
}

/**
 * @param {Token[]} rest
 * @param {string} field
 * @returns {Tree}
 */
function readOr(rest, field) {
  const parts = [readAnd(rest, field)];
  while (rest[0]?.kind === "OR" && rest.shift()) parts.push(readAnd(rest, field));
  return joined("or", parts);
}

/**
 * @param {Token[]} rest
 * @param {string} field
 * @returns {Tree}
 */
function readAnd(rest, field) {
  const parts = [readOne(rest, field)];
  while (rest[0]?.kind === "AND" && rest.shift()) parts.push(readOne(rest, field));
  return joined("and", parts);
}

/**
 * @param {Token[]} rest
 * @param {string} field
 * @returns {Tree}
 */
function readOne(rest, field) {
  const token = rest.shift();
  if (token?.kind === "NOT") return ["not", readOne(rest, field)];
  if (token?.kind === "field") {
    const name = token.text.slice(0, -1);
    return readOne(rest, FIELDS.get(name) ?? name);
  }
  if (token?.kind === "open") {
    const inner = readAll(rest, field);
    rest.shift();
    return inner;
  }
  if (token?.kind === "quoted") return [field, key(token.text)];
  return joined("and", words(token?.text ?? "").map((word) => [field, word]));
}

/**
 * @param {Tree} tree
 * @returns {Tree[]}
 */
function children(tree) {
  return ["and", "or", "not"].includes(tree[0]) ? tree.slice(1) : [];
}

/**
 * @param {Tree} tree
 * @returns {boolean} whether something must be there, not only be absent
 */
function isBound(tree) {
  if (tree[0] === "not") return false;
  if (tree[0] === "and") return children(tree).some(isBound);
  return children(tree).every(isBound);
}

/**
 * @param {string} text
 * @returns {Tree}
 */
export function parseExpression(text) {
  const size = [...text].length;
  const tree = readAll(checked(tokensOf(text), size), "any");
  if (!isBound(tree)) throw new QueryError(0, size, "NOT 要和至少一个要查的词一起用，例如：云杉 NOT 食品。");
  return tree;
}

/**
 * @param {Tree} tree
 * @returns {string[]} the words that must or may be there
 */
function wanted(tree) {
  if (tree[0] === "not") return [];
  return tree[0] === "and" || tree[0] === "or" ? children(tree).flatMap(wanted) : [tree[1]];
}

/**
 * @param {string} text
 * @returns {Plan} with a tree; its words are those to be marked
 */
export function advancedPlan(text) {
  const tree = parseExpression(text);
  return { ...planQuery(wanted(tree).join(" ")), tree };
}
