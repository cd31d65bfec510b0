// The cells of a workbook's first sheet (ISO/IEC 29500), read in the browser: zip directory, inflate, XML. Never keeps
// or sends anything, runs no formula, follows no link. Loaded when such a file is given.
// Python twin: none (pipeline/workbooks reads departments' files); tests/browser/test_batch.py.

import { SearchError } from "./errors.js";

/** Bytes of a file, bytes of a part when inflated, parts: beyond, it is no list of names (a zip bomb grows 1,000 times). */
const LARGEST = 20_000_000;
const INFLATED = 30_000_000;
const PARTS = 2000;

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** Comment or instruction; CDATA; end of an element; its name and inside at the beginning; text. */
const MARKUP = /(<!--[^]*?-->|<\?[^]*?\?>)|<!\[CDATA\[([^]*?)\]\]>|<\/([^>]*)>|<([^\s/>!?]+)((?:"[^"]*"|'[^']*'|[^"'>])*)>|([^<]+)/g;

/** @typedef {{ name: string, attributes: Map<string, string>, children: Part[], text: string }} Part an element of XML */

/**
 * @param {string} why
 * @returns {never}
 */
function refuse(why) {
  throw new SearchError(`无法读取这个文件：${why}。请另存为 .xlsx 或 CSV 后重试，或直接粘贴名单。`);
}

/**
 * Where the parts lie, by name.
 *
 * @param {DataView} view
 * @returns {Map<string, { at: number, size: number, packed: boolean }>}
 */
function directory(view) {
  let end = view.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) refuse("文件不完整");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > PARTS) refuse("内部文件过多");
  /** @type {Map<string, { at: number, size: number, packed: boolean }>} */
  const found = new Map();
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY) refuse("文件已损坏");
    const [flags, method, length] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true), view.getUint16(at + 28, true)];
    if (flags & 1 || (method !== 0 && method !== 8)) refuse("文件已加密");
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, Math.min(length, view.byteLength - at - 46)));
    found.set(name, { at: view.getUint32(at + 42, true), size: view.getUint32(at + 20, true), packed: method === 8 });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return found;
}

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {Promise<string>} its text; one that grows without end is given up
 */
async function textOf(stream) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > INFLATED) {
      await reader.cancel();
      refuse("内容过大");
    }
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * @param {DataView} view
 * @param {Map<string, { at: number, size: number, packed: boolean }>} parts
 * @param {string} name
 * @returns {Promise<Part | null>} null when there is no such part
 */
async function xml(view, parts, name) {
  const part = parts.get(name);
  if (part === undefined) return null;
  if (part.at + 30 > view.byteLength) refuse("文件已损坏");
  const start = part.at + 30 + view.getUint16(part.at + 26, true) + view.getUint16(part.at + 28, true);
  if (start + part.size > view.byteLength) refuse("文件不完整");
  const plain = new Blob([Uint8Array.from(new Uint8Array(view.buffer, start, part.size))]).stream();
  const text = await textOf(part.packed ? plain.pipeThrough(new DecompressionStream("deflate-raw")) : plain).catch((error) => {
    if (error instanceof SearchError) throw error;
    return refuse("文件已损坏");
  });
  if (text.includes("<!DOCTYPE")) refuse("含有不允许的声明");
  return parsed(text);
}

/**
 * @param {string} text
 * @returns {string} with the five entities of XML and character references read
 */
function unescaped(text) {
  const named = new Map([["lt", "<"], ["gt", ">"], ["amp", "&"], ["quot", '"'], ["apos", "'"]]);
  return text.replace(/&(?:#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]+));/g, (whole, decimal, hex, name) => {
    const point = decimal !== undefined ? Number(decimal) : hex !== undefined ? parseInt(hex, 16) : NaN;
    return point <= 0x10ffff ? String.fromCodePoint(point) : (named.get(name) ?? whole);
  });
}

/**
 * Elements, attributes and text; a browser's own parser is barred by the page's policy (require-trusted-types-for).
 *
 * @param {string} text
 * @returns {Part} the document
 */
function parsed(text) {
  /** @type {Part} */
  const root = { name: "", attributes: new Map(), children: [], text: "" };
  const open = [root];
  for (const [, comment, data, close, name, inside, plain] of text.matchAll(MARKUP)) {
    const here = open.at(-1) ?? refuse("文件已损坏");
    if (plain !== undefined) here.text += unescaped(plain);
    else if (data !== undefined) here.text += data;
    else if (close !== undefined) open.pop();
    else if (name !== undefined && comment === undefined) {
      const pairs = [...(inside ?? "").matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
      const attributes = new Map(pairs.map(([, key, one, other]) => [local(key ?? ""), unescaped(one ?? other ?? "")]));
      const made = { name: local(name), attributes, children: [], text: "" };
      here.children.push(made);
      if (!inside?.endsWith("/")) open.push(made);
    }
  }
  return open.length === 1 ? root : refuse("文件已损坏");
}

/**
 * @param {string} name
 * @returns {string} without its prefix: the strict and the transitional form of the standard differ in namespaces only
 */
function local(name) {
  return name.slice(name.indexOf(":") + 1);
}

/**
 * @param {Part} of
 * @param {string} name
 * @returns {Part[]} those below, in order
 */
function all(of, name) {
  return of.children.flatMap((each) => (each.name === name ? [each] : all(each, name)));
}

/**
 * The text of a shared or inline string, without its phonetic guide.
 *
 * @param {Part} of
 * @returns {string}
 */
function stringOf(of) {
  return of.children.map((each) => (each.name === "t" ? each.text : each.name === "rPh" ? "" : stringOf(each))).join("");
}

/**
 * @param {Part} cell
 * @param {string[]} strings
 * @returns {string}
 */
function valueOf(cell, strings) {
  const kind = cell.attributes.get("t");
  if (kind === "inlineStr") return stringOf(cell);
  const value = all(cell, "v")[0]?.text ?? "";
  return kind === "s" ? (strings[Number(value)] ?? "") : value;
}

/**
 * @param {ArrayBuffer} bytes
 * @returns {Promise<string[][]>} rows of cells as text
 */
export async function readWorkbook(bytes) {
  if (bytes.byteLength > LARGEST) refuse("超过 20 MB");
  if (bytes.byteLength < 22) refuse("文件不完整");
  const view = new DataView(bytes);
  if (view.getUint32(0) === 0xd0cf11e0) refuse("是加密的工作簿或旧版 .xls");
  const parts = directory(view);
  const book = await xml(view, parts, "xl/workbook.xml");
  const relations = await xml(view, parts, "xl/_rels/workbook.xml.rels");
  const id = book === null ? undefined : all(book, "sheet")[0]?.attributes.get("id");
  const relation = relations === null ? [] : all(relations, "Relationship").filter((each) => each.attributes.get("Id") === id);
  const target = relation[0]?.attributes.get("Target") ?? refuse("不是工作簿");
  const sheet = (await xml(view, parts, target.startsWith("/") ? target.slice(1) : `xl/${target}`)) ?? refuse("缺少工作表");
  const shared = await xml(view, parts, "xl/sharedStrings.xml");
  const strings = shared === null ? [] : all(shared, "si").map(stringOf);
  return all(sheet, "row").map((row) => all(row, "c").map((cell) => valueOf(cell, strings)));
}
