// Reads the bytes of shards; layouts in FORMAT.md. Never fetches.
// Twin: search/decode.py.

/** @import { Block, Bucket, Manifest, Parts, Postings } from "./types.js" */

import { withChecks } from "./checks.js";

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

  /** @param {number} count */
  take(count) {
    this.at += count;
    if (this.at > this.data.length) throw new RangeError("payload ends early");
    return this.data.subarray(this.at - count, this.at);
  }

  /** @param {number} [size] */
  text(size = this.varint()) {
    return UTF8.decode(this.take(size));
  }

  /** @template T @param {number} count @param {() => T} read */
  many(count, read) {
    return Array.from({ length: count }, () => read());
  }

  /** @param {number} count */
  numbers(count) {
    return this.many(count, () => this.varint());
  }

  /** @param {number} count */
  places(count) {
    let place = -1;
    return this.numbers(count).map((gap) => (place += gap + 1));
  }

  /** @param {number} count */
  texts(count) {
    return this.numbers(count).map((size) => this.text(size));
  }

  /** @param {number} count */
  codes(count) {
    const places = this.many(18, () => this.take(count));
    return Array.from({ length: count }, (_, i) => withChecks(String.fromCharCode(...places.map((each) => each[i] ?? 0))));
  }

  /** @param {number} count @param {Parts} parts */
  names(count, parts) {
    const [ends, trades, places] = parts.map((runs) => this.numbers(count).map((i) => runs[i - 1] ?? ""));
    return this.texts(count).map((middle, i) => `${places?.[i]}${middle}${trades?.[i]}${ends?.[i]}`);
  }

  /** @param {number} count */
  frontCoded(count) {
    let before = new Uint8Array(0);
    return this.many(count, () => {
      const shared = this.varint();
      const rest = this.take(this.varint());
      before = Uint8Array.of(...before.subarray(0, shared), ...rest);
      return UTF8.decode(before);
    });
  }
}

/** @type {WeakMap<Uint8Array, unknown>} */
const PARSED = new WeakMap();

/** @template T @param {Uint8Array} payload @param {(payload: Uint8Array) => T} read @returns {T} */
export function once(payload, read) {
  const found = PARSED.get(payload) ?? read(payload);
  PARSED.set(payload, found);
  return /** @type {T} */ (found);
}

/** @param {Uint8Array} payload */
export function readBucket(payload) {
  const cursor = new Cursor(payload);
  /** @type {Bucket} */
  const found = { terms: new Map(), heads: new Map() };
  for (const field of Object.values(FIELD)) {
    const count = cursor.varint();
    const [lengths, coded, sizes] = [cursor.numbers(count), cursor.numbers(count), cursor.numbers(count)];
    const texts = lengths.map((length) => cursor.text(length));
    texts.forEach((text, i) => {
      const entries = found.terms.get(text) ?? new Map();
      entries.set(field, { field, coded: coded[i] ?? 0, body: cursor.take(sizes[i] ?? 0), seldom: [...text].length === 1 });
      found.terms.set(text, entries);
    });
  }
  const heads = cursor.varint();
  const [lengths, counts, pages] = [cursor.numbers(heads), cursor.numbers(heads), cursor.numbers(heads)];
  lengths.forEach((length, i) => {
    found.heads.set(cursor.text(length), { count: counts[i] ?? 0, page: pages[i] ?? 0 });
  });
  return found;
}

/** @param {{ field: number, coded: number, body: Uint8Array, seldom: boolean }} raw */
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

/** @param {Uint8Array} bytes @param {boolean} weighted @param {number} before */
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

/** @param {Uint8Array} payload */
export function readParts(payload) {
  const cursor = new Cursor(payload);
  return cursor.many(3, () => cursor.many(cursor.varint(), () => cursor.text()));
}

/** @param {Uint8Array} payload @param {Manifest} manifest @param {Parts} parts */
export function readCards(payload, manifest, parts) {
  const cursor = new Cursor(payload);
  return cardsAt(cursor, cursor.varint(), manifest, parts);
}

/** @param {Uint8Array} payload @param {Manifest} manifest @param {Parts} parts */
export function readHeads(payload, manifest, parts) {
  const cursor = new Cursor(payload);
  const documents = cursor.places(cursor.varint());
  const cards = cardsAt(cursor, documents.length, manifest, parts);
  return new Map(cards.map((card, i) => [documents[i] ?? -1, card]));
}

/** @param {Uint8Array} payload @param {Parts} parts */
export function readRecordHeads(payload, parts) {
  const cursor = new Cursor(payload);
  const documents = cursor.places(cursor.varint());
  return new Map(recordsAt(cursor, documents.length, parts).map((record, i) => [documents[i] ?? -1, record]));
}

/** @param {Cursor} cursor @param {number} count @param {Manifest} manifest @param {Parts} parts */
function cardsAt(cursor, count, manifest, parts) {
  const statuses = cursor.numbers(count);
  const counts = manifest.kinds.map(() => cursor.numbers(count));
  const [until, counted, held] = [cursor.numbers(count), cursor.numbers(count), cursor.numbers(count)];
  const names = cursor.names(count, parts);
  const formers = cursor.names(held.reduce((sum, each) => sum + each, 0), parts);
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

/** @param {Uint8Array} payload @param {Parts} parts */
export function readRecords(payload, parts) {
  const cursor = new Cursor(payload);
  return recordsAt(cursor, cursor.varint(), parts);
}

/** @param {Cursor} cursor @param {number} count @param {Parts} parts */
function recordsAt(cursor, count, parts) {
  const [kinds, until, months] = [cursor.numbers(count), cursor.numbers(count), cursor.numbers(count)];
  const [numbers, names] = [cursor.texts(count), cursor.names(count, parts)];
  const codes = cursor.codes(kinds.filter((kind) => kind % 2 === 1).length);
  return numbers.map((number, i) => ({
    number,
    kind: Math.floor((kinds[i] ?? 0) / 2),
    code: (kinds[i] ?? 0) % 2 === 1 ? (codes.shift() ?? "") : "",
    until: until[i] ?? 0,
    name: names[i] ?? "",
    month: months[i] ?? 0,
  }));
}

/** @param {Uint8Array} payload @param {Manifest} manifest @param {Parts} parts */
export function readCodes(payload, manifest, parts) {
  const cursor = new Cursor(payload);
  const codes = cursor.codes(cursor.varint());
  const rows = codes.map((code) => ({ code, document: cursor.varint() }));
  const shown = cursor.places(cursor.varint());
  const cards = cardsAt(cursor, shown.length, manifest, parts);
  return { rows, cards: new Map(cards.map((card, i) => [rows[shown[i] ?? -1]?.document ?? -1, card])) };
}

/** @param {Uint8Array} payload */
export function readFences(payload) {
  const cursor = new Cursor(payload);
  return cursor.frontCoded(cursor.varint());
}

/** @param {Uint8Array} payload */
export function readArticles(payload) {
  const cursor = new Cursor(payload);
  return cursor.many(cursor.varint(), () => readArticle(cursor));
}

/** @param {Cursor} cursor */
export function readArticle(cursor) {
  return { title: cursor.text(), url: cursor.text(), department: cursor.text(), date: cursor.varint() };
}
