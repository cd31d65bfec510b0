// The one normaliser: what of a text counts in a search, by explicit code-point ranges (FORMAT.md, "Text").
// Never uses \p{…}, Intl or normalize(): their tables differ between browsers and from Python's.
// Python twin: search/normalise.py, tied by tests/golden/tokens.json.

/** Kept characters of scripts that write words. */
const WHOLE = [
  0x30, 0x39, 0x61, 0x7a, 0xdf, 0xf6, 0xf8, 0x24f, 0x370, 0x373, 0x376, 0x377, 0x386, 0x386, 0x388, 0x3ff, 0x400,
  0x481, 0x48a, 0x52f, 0x620, 0x64a, 0x671, 0x6d3, 0x6d5, 0x6d5, 0x750, 0x77f, 0xf40, 0xfbc, 0x1820, 0x18aa, 0x2160,
  0x2188,
];

/** Kept characters of scripts without blanks. */
const IDEOGRAPHIC = [
  0x2e80, 0x2fd5, 0x3005, 0x3007, 0x3021, 0x3029, 0x3041, 0x3096, 0x30a1, 0x30fa, 0x30fc, 0x30fe, 0x3105, 0x312f,
  0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xa000, 0xa48c, 0xac00, 0xd7a3, 0xf900, 0xfad9, 0x20000, 0x2a6df, 0x2a700, 0x323af,
];

const SEPARATORS = new Set([..."\t\n\v\f\r ,;/|!?\u00a0\u2028\u2029、。"].map((each) => each.codePointAt(0)));

/** Traditional characters that GB 2312 has beside their simplified forms, each followed by that; others come when needed. */
const ALWAYS = "乾干吒咤夥伙後后徵征捱挨摺折於于榘矩甯宁菸烟薹苔醣糖麴曲麽么";

/** @type {Map<number, number>} */
const FOLDS = new Map();
addFolds(ALWAYS);

/** @type {string[] | undefined} */
let rows;

/** Rows 16 to 87 of GB 2312: these bytes of GBK in every browser. */
export function han() {
  rows ??= [...new TextDecoder("gbk").decode(Uint8Array.from({ length: 72 * 94 * 2 }, (_, i) => (i % 2 === 0 ? 0xb0 + Math.floor(i / 188) : 0xa1 + (i % 188 >> 1))))];
  return rows;
}

/** @type {Set<string> | undefined} */
let plain;

/** @param {string} pairs */
export function addFolds(pairs) {
  const points = Array.from(pairs, (each) => each.codePointAt(0) ?? 0);
  for (let i = 0; i + 1 < points.length; i += 2) FOLDS.set(points[i] ?? 0, points[i + 1] ?? 0);
}

/** @param {string} text */
export function isPlain(text) {
  plain ??= new Set(han());
  for (const each of text) if (each >= "\u3400" && isIdeographic(each.codePointAt(0) ?? 0) && !plain.has(each)) return false;
  return true;
}

/** @param {number} point @param {number[]} ranges */
function within(point, ranges) {
  for (let i = 0; i < ranges.length; i += 2) {
    if (point >= (ranges[i] ?? 0) && point <= (ranges[i + 1] ?? 0)) return true;
  }
  return false;
}

/** @param {number} original */
export function fold(original) {
  let point = original;
  if (point >= 0xff01 && point <= 0xff5e) point -= 0xfee0;
  else if (point === 0x3000) point = 0x20;
  point = FOLDS.get(point) ?? point;
  if ((point >= 0x41 && point <= 0x5a) || (point >= 0xc0 && point <= 0xde && point !== 0xd7)) return point + 32;
  if ((point >= 0x391 && point <= 0x3a9) || (point >= 0x410 && point <= 0x42f)) return point + 32;
  return point >= 0x400 && point <= 0x40f ? point + 80 : point;
}

/** @param {number} point */
export function isIdeographic(point) {
  return within(point, IDEOGRAPHIC);
}

/** @param {number} point */
export function isKept(point) {
  return within(point, WHOLE) || isIdeographic(point);
}

/** @param {string} character @param {string} other */
export function normalised(character, other) {
  const point = fold(character.codePointAt(0) ?? 0);
  if (isKept(point)) return String.fromCodePoint(point);
  return SEPARATORS.has(point) ? " " : other;
}

/** @param {string} text */
export function words(text) {
  const folded = Array.from(text, (each) => normalised(each, "")).join("");
  return folded.split(" ").filter((word) => word !== "");
}

/** @param {string} text */
export function key(text) {
  return words(text).join("");
}

/** @param {string} run */
export function gramsOf(run) {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((each, i) => (characters[i] ?? "") + each);
}

/** @param {string} run */
export function triplesOf(run) {
  const characters = [...run];
  if (characters.length < 3) return gramsOf(run);
  return characters.slice(2).map((_, i) => characters.slice(i, i + 3).join(""));
}

/** @param {string} name */
export function nameTerms(name) {
  return new Set([...name, ...gramsOf(name)]);
}

/** @param {string} text */
export function tokens(text) {
  const folded = Array.from(text, (each) => normalised(each, " ")).join("");
  /** @type {string[]} */
  const found = [];
  for (const piece of folded.split(" ")) {
    for (const { ideographic, run } of runs(piece)) found.push(...(ideographic ? gramsOf(run) : [run]));
  }
  return found;
}

/** Parts of a word that its tokens alone do not tell. @param {string} word */
export function phrases(word) {
  return runs(word).flatMap(({ ideographic, run }) => (ideographic && [...run].length > 2 ? [run] : []));
}

/** @param {string} piece */
function runs(piece) {
  /** @type {{ ideographic: boolean, run: string }[]} */
  const found = [];
  for (const character of piece) {
    const ideographic = isIdeographic(character.codePointAt(0) ?? 0);
    const last = found.at(-1);
    if (last !== undefined && last.ideographic === ideographic) last.run += character;
    else found.push({ ideographic, run: character });
  }
  return found;
}

/** @param {string} shown @param {string[]} parts */
export function marks(shown, parts) {
  /** @type {number[]} */
  const starts = [];
  /** @type {number[]} */
  const ends = [];
  let folded = "";
  let at = 0;
  for (const character of shown) {
    const one = normalised(character, "").trim();
    for (let i = 0; i < one.length; i += 1) {
      starts.push(at);
      ends.push(at + character.length);
    }
    folded += one;
    at += character.length;
  }
  /** @type {[number, number][]} */
  const found = [];
  for (const part of parts) {
    for (let i = folded.indexOf(part); i >= 0; i = folded.indexOf(part, i + 1)) {
      found.push([starts[i] ?? 0, ends[i + part.length - 1] ?? 0]);
    }
  }
  return merged(found);
}

/** @param {[number, number][]} spans */
function merged(spans) {
  /** @type {[number, number][]} */
  const kept = [];
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = kept.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else kept.push([start, end]);
  }
  return kept;
}
