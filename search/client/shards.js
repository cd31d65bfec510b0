// Reads, checks and keeps shards. Never gives one that is cut, altered or of another generation.
// Twin: search/published.py.

/** @import { Manifest, Read } from "./types.js" */

import { ShardError } from "./errors.js";

/** Bytes before the deflated payload: magic 4, generation 8, folder 1, number 4, length 4, CRC-32 4. */
const HEAD = 25;

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** @param {Uint8Array} bytes */
export function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (CRC[(value ^ byte) & 0xff] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
}

/** @param {Uint8Array} raw @param {string} generation @param {string} folder @param {number} number */
export async function unpack(raw, generation, folder, number) {
  const path = shardPath(generation, folder, number);
  if (raw.length < HEAD) throw new ShardError(path, "不完整");
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const hex = Array.from(raw.subarray(4, 12), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const named = String.fromCharCode(...raw.subarray(0, 4)) === "CPS1" && raw[12] === folder.charCodeAt(0);
  if (!named || hex !== generation || view.getUint32(13, true) !== number) throw new ShardError(path, "与清单不符");
  /** @type {Uint8Array} */
  let payload;
  try {
    const packed = new Blob([new Uint8Array(raw.subarray(HEAD))]).stream();
    const stream = packed.pipeThrough(new DecompressionStream("deflate-raw"));
    payload = new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new ShardError(path, "无法解开");
  }
  const whole = payload.length === view.getUint32(17, true) && crc32(payload) === view.getUint32(21, true);
  if (!whole) throw new ShardError(path, "已损坏");
  return payload;
}

/** @param {string} generation @param {string} folder @param {number} number */
export function shardPath(generation, folder, number) {
  return `${folder}/${number}.${generation}.bin`;
}

/** @param {Manifest} manifest @param {Read} read */
export function openStore(manifest, read) {
  /** @type {Map<string, Promise<Uint8Array>>} */
  const kept = new Map();

  /** @param {string} folder @param {number} number */
  function shard(folder, number) {
    const path = shardPath(manifest.generation, folder, number);
    let payload = kept.get(path);
    if (payload === undefined) {
      payload = read(path, false).then(({ bytes }) => unpack(bytes, manifest.generation, folder, number));
      kept.set(path, payload);
      payload.catch(() => kept.delete(path));
    }
    return payload;
  }

  return { manifest, shard };
}
