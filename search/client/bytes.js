// Reads the bytes of shards: numbers, strings, buckets, pages. Never fetches; every layout is in FORMAT.md.
// Shards are checked by CRC before; a layout that still does not fit throws RangeError, shown as an error.
// Python twin: search/decode.py.

/** @import { ArticleCard, Block, Bucket, Card, Entry, Manifest, Postings, RecordCard } from "./types.js" */

/** Fields by their number in the files. */
export const FIELD = Object.freeze({ name: 0, former: 1, number: 2, title: 3, text: 4 });

/** Characters of a credit code. */
const CODE = 18;

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Reads a payload from front to back. */
export class Cursor {
  /** @param {Uint8Array} data */
  constructor(data) {
    this.data = data;
    this.at = 0;
  }

  /** @returns {number} one number of seven bits a byte */
  varint() {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.data[this.at];
      if (byte === undefined) throw new RangeError("payload ends early");
      this.at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  /**
   * @param {number} count
   * @returns {Uint8Array}
   */
  take(count) {
    this.at += count;
    if (this.at > this.data.length) throw new RangeError("payload ends early");
    return this.data.subarray(this.at - count, this.at);
  }

  /** @returns {string} */
  text() {
    return UTF8.decode(this.take(this.varint()));
  }

  /**
   * @template T
   * @param {number} count
   * @param {() => T} read
   * @returns {T[]}
   */
  many(count, read) {
    return Array.from({ length: count }, () => read());
  }

  /**
   * @param {number} count
   * @returns {number[]}
   */
  numbers(count) {
    return this.many(count, () => this.varint());
  }

  /**
   * @param {number} count
   * @returns {string[]} strings whose lengths stand before them
   */
  texts(count) {
    return this.numbers(count).map((length) => UTF8.decode(this.take(length)));
  }

  /**
   * @param {number} count
   * @returns {string[]} credit codes, all first characters first
   */
  codes(count) {
    const places = this.many(CODE, () => this.take(count));
    return Array.from({ length: count }, (_, i) => String.fromCharCode(...places.map((each) => each[i] ?? 0)));
  }

  /**
   * @param {number} count
   * @returns {string[]} strings that share their beginning with the one before
   */
  frontCoded(count) {
    let before = new Uint8Array(0);
    return this.many(count, () => {
      const shared = this.varint();
      const rest = this.take(this.varint());
      const whole = new Uint8Array(shared + rest.length);
      whole.set(before.subarray(0, shared));
      whole.set(rest, shared);
      before = whole;
      return UTF8.decode(whole);
    });
  }
}

/** @type {WeakMap<Uint8Array, unknown>} */
const PARSED = new WeakMap();

/**
 * Reads a payload once, however often it is asked for.
 *
 * @template T
 * @param {Uint8Array} payload
 * @param {(payload: Uint8Array) => T} read
 * @returns {T}
 */
export function once(payload, read) {
  const found = PARSED.get(payload) ?? read(payload);
  PARSED.set(payload, found);
  return /** @type {T} */ (found);
}

/**
 * @param {Uint8Array} payload
 * @returns {Bucket}
 */
export function readBucket(payload) {
  const cursor = new Cursor(payload);
  /** @type {Bucket} */
  const found = { terms: new Map(), heads: new Map() };
  for (const field of Object.values(FIELD)) {
    const count = cursor.varint();
    const [lengths, coded, sizes] = [cursor.numbers(count), cursor.numbers(count), cursor.numbers(count)];
    const texts = lengths.map((length) => UTF8.decode(cursor.take(length)));
    texts.forEach((text, i) => {
      const entries = found.terms.get(text) ?? new Map();
      entries.set(field, { field, coded: coded[i] ?? 0, body: cursor.take(sizes[i] ?? 0), seldom: [...text].length === 1 });
      found.terms.set(text, entries);
    });
  }
  const heads = cursor.varint();
  const [lengths, counts, pages] = [cursor.numbers(heads), cursor.numbers(heads), cursor.numbers(heads)];
  lengths.forEach((length, i) => {
    found.heads.set(UTF8.decode(cursor.take(length)), { count: counts[i] ?? 0, page: pages[i] ?? 0 });
  });
  return found;
}

/**
 * @param {{ field: number, coded: number, body: Uint8Array, seldom: boolean }} raw coded: documents × 2, 1 more for a long list
 * @returns {Entry}
 */
export function readEntry({ field, coded, body, seldom }) {
  const frequency = Math.floor(coded / 2);
  if (coded % 2 === 0) return { field, frequency, seldom, inline: body, blocks: [] };
  const cursor = new Cursor(body);
  let shard = 0;
  let last = 0;
  /** @type {Block[]} */
  const blocks = cursor.many(cursor.varint(), () => {
    shard += cursor.varint();
    const offset = cursor.varint();
    last += cursor.varint();
    return { shard, offset, last, size: cursor.varint() };
  });
  return { field, frequency, seldom, inline: new Uint8Array(0), blocks };
}

/**
 * @param {Uint8Array} bytes
 * @param {boolean} weighted whether frequency and field length stand with each document
 * @param {number} before the last document of the block before, -1 for none
 * @returns {Postings}
 */
export function readPostings(bytes, weighted, before) {
  const cursor = new Cursor(bytes);
  /** @type {Postings} */
  const found = { documents: [], frequencies: [], lengths: [] };
  let document = before;
  while (cursor.at < bytes.length) {
    document += cursor.varint() + 1;
    found.documents.push(document);
    if (weighted) {
      found.frequencies.push(cursor.varint());
      found.lengths.push(cursor.varint());
    }
  }
  return found;
}

/**
 * @param {Uint8Array} payload
 * @param {Manifest} manifest
 * @returns {Card[]}
 */
export function readCards(payload, manifest) {
  const cursor = new Cursor(payload);
  return cardsAt(cursor, cursor.varint(), manifest);
}

/**
 * @param {Uint8Array} payload of a page of heads
 * @param {Manifest} manifest
 * @returns {Map<number, Card>} by document, ascending
 */
export function readHeads(payload, manifest) {
  const cursor = new Cursor(payload);
  const count = cursor.varint();
  let document = -1;
  const documents = cursor.numbers(count).map((gap) => (document += gap + 1));
  const cards = cardsAt(cursor, count, manifest);
  return new Map(cards.map((card, i) => [documents[i] ?? -1, card]));
}

/**
 * @param {Cursor} cursor
 * @param {number} count
 * @param {Manifest} manifest
 * @returns {Card[]}
 */
function cardsAt(cursor, count, manifest) {
  const statuses = cursor.numbers(count);
  const counts = manifest.kinds.map(() => cursor.numbers(count));
  const [until, counted, held] = [cursor.numbers(count), cursor.numbers(count), cursor.numbers(count)];
  const names = cursor.texts(count);
  const formers = cursor.texts(held.reduce((sum, each) => sum + each, 0));
  const codes = cursor.codes(count);
  return names.map((name, i) => ({
    name,
    formerNames: formers.splice(0, held[i]),
    code: codes[i] ?? "",
    status: manifest.statuses[statuses[i] ?? 0] ?? "",
    counts: counts.map((of) => of[i] ?? 0),
    until: until[i] ?? 0,
    countedUntil: counted[i] ?? 0,
  }));
}

/**
 * @param {Uint8Array} payload
 * @returns {RecordCard[]} of those with a subject, name and code are on its card
 */
export function readRecords(payload) {
  const cursor = new Cursor(payload);
  const count = cursor.varint();
  const [kinds, until, months, subjects] = [cursor.numbers(count), cursor.numbers(count), cursor.numbers(count), cursor.numbers(count)];
  const [numbers, names] = [cursor.texts(count), cursor.texts(count)];
  return numbers.map((number, i) => ({
    number,
    kind: kinds[i] ?? 0,
    subject: (subjects[i] ?? 0) - 1,
    code: "",
    until: until[i] ?? 0,
    name: names[i] ?? "",
    month: months[i] ?? 0,
  }));
}

/**
 * @param {Uint8Array} payload
 * @returns {{ code: string, document: number }[]}
 */
export function readCodes(payload) {
  const cursor = new Cursor(payload);
  const codes = cursor.codes(cursor.varint());
  return codes.map((code) => ({ code, document: cursor.varint() }));
}

/**
 * @param {Uint8Array} payload
 * @returns {string[]}
 */
export function readFences(payload) {
  const cursor = new Cursor(payload);
  return cursor.frontCoded(cursor.varint());
}

/**
 * @param {Uint8Array} payload
 * @returns {ArticleCard[]}
 */
export function readArticles(payload) {
  const cursor = new Cursor(payload);
  return cursor.many(cursor.varint(), () => ({
    title: cursor.text(),
    url: cursor.text(),
    department: cursor.text(),
    date: cursor.varint(),
  }));
}
