// Reads the bytes of shards: numbers, strings, buckets, pages. Never fetches; every layout is in FORMAT.md.
// Shards are checked by CRC before; a layout that still does not fit throws RangeError, shown as an error.
// Python twin: search/decode.py.

/** @import { ArticleCard, Block, Card, Entry, Manifest, Postings, RecordCard } from "./types.js" */

/** Fields by their number in the files. */
export const FIELD = Object.freeze({ name: 0, former: 1, number: 2, title: 3, text: 4 });

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

/**
 * The entries of one term in a bucket, by field; empty when it does not occur.
 *
 * @param {Uint8Array} payload
 * @param {string} wanted
 * @returns {Map<number, Entry>}
 */
export function readTerm(payload, wanted) {
  const cursor = new Cursor(payload);
  for (let left = cursor.varint(); left > 0; left -= 1) {
    const term = cursor.text();
    const entries = cursor.many(cursor.varint(), () => readEntry(cursor));
    if (term === wanted) return new Map(entries.map((each) => [each.field, each]));
  }
  return new Map();
}

/**
 * @param {Cursor} cursor
 * @returns {Entry}
 */
function readEntry(cursor) {
  const field = cursor.varint();
  const coded = cursor.varint();
  const frequency = Math.floor(coded / 2);
  if (coded % 2 === 0) return { field, frequency, inline: cursor.take(cursor.varint()), blocks: [] };
  const shard = cursor.varint();
  const offset = cursor.varint();
  let last = 0;
  /** @type {Block[]} */
  const blocks = cursor.many(cursor.varint(), () => {
    last += cursor.varint();
    return { shard: 0, offset: 0, size: cursor.varint(), last };
  });
  blocks.forEach((each, i) => {
    each.shard = shard + i;
    each.offset = i === 0 ? offset : 0;
  });
  return { field, frequency, inline: new Uint8Array(0), blocks };
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
  const count = cursor.varint();
  const names = cursor.many(count, () => cursor.text());
  const formers = cursor.many(count, () => cursor.many(cursor.varint(), () => cursor.text()));
  const codes = cursor.many(count, () => cursor.text());
  const statuses = cursor.numbers(count);
  const counts = manifest.kinds.map(() => cursor.numbers(count));
  const until = cursor.numbers(count);
  const counted = cursor.numbers(count);
  return names.map((name, i) => ({
    name,
    formerNames: formers[i] ?? [],
    code: codes[i] ?? "",
    status: manifest.statuses[statuses[i] ?? 0] ?? "",
    counts: counts.map((of) => of[i] ?? 0),
    until: until[i] ?? 0,
    countedUntil: counted[i] ?? 0,
  }));
}

/**
 * @param {Uint8Array} payload
 * @returns {RecordCard[]}
 */
export function readRecords(payload) {
  const cursor = new Cursor(payload);
  const count = cursor.varint();
  const numbers = cursor.frontCoded(count);
  const kinds = cursor.numbers(count);
  const subjects = cursor.numbers(count);
  const until = cursor.numbers(count);
  return numbers.map((number, i) => {
    const subject = (subjects[i] ?? 0) - 1;
    const subjectName = subject < 0 ? cursor.text() : "";
    const month = subject < 0 ? cursor.varint() : 0;
    return { number, kind: kinds[i] ?? 0, subject, until: until[i] ?? 0, subjectName, month };
  });
}

/**
 * @param {Uint8Array} payload
 * @returns {{ code: string, document: number }[]}
 */
export function readCodes(payload) {
  const cursor = new Cursor(payload);
  const codes = cursor.frontCoded(cursor.varint());
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
