// Texts as a part of a link: compressed, in characters that no chat and no mail takes apart.

import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";

/** How the rest is to be read; another way gets another digit. */
const WAY = "1";
/** A small link may hold a lot of nothing: more than this is not unpacked. */
const LARGEST = 20_000_000;
/** Each becomes a draft at once. */
const MOST = 200;
/** Compressed bytes that are unpacked at once. At most a thousand times as many come of them. */
const SLICE = 1024;

export interface Shared {
  readonly name: string;
  readonly text: string;
  /** Secrets were left out of it. */
  readonly lacks: boolean;
}

/** It throws a sentence where there are too many. */
export function pack(files: readonly Shared[]): string {
  if (files.length > MOST) throw `More than ${MOST} files do not go into one link. Download them instead, and send them.`;
  const plain = files.map(({ name, text, lacks }) => [name, text, lacks ? 1 : 0]);
  return WAY + written(deflateSync(strToU8(JSON.stringify(plain)), { level: 9 }));
}

/** The texts of a link. It throws a sentence where that says more than that the link is broken. */
export function unpackLink(packed: string): Shared[] {
  if (!packed.startsWith(WAY) && /^\d/.test(packed)) throw "It was made by another version of the console.";
  if (!packed.startsWith(WAY)) throw new Error("no link of ours");
  const files: unknown = JSON.parse(strFromU8(inflated(read(packed.slice(WAY.length)))));
  if (!Array.isArray(files) || files.length === 0) throw new Error("no list of files");
  if (files.length > MOST) throw `It holds ${files.length} files, and more than ${MOST} are not opened at once.`;
  return files.map((file: unknown) => {
    const [name, text, lacks] = Array.isArray(file) ? (file as unknown[]) : [];
    if (typeof name !== "string" || typeof text !== "string") throw new Error("no file");
    return { name, text, lacks: lacks === 1 };
  });
}

function inflated(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((part) => {
    size += part.length;
    parts.push(part);
  });
  for (let at = 0; at < bytes.length; at += SLICE) {
    stream.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
    if (size > LARGEST) throw `It holds more than ${LARGEST / 1e6} MB of text.`;
  }
  const whole = new Uint8Array(size);
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

/** Bytes in the letters, digits, dashes and underscores of base64url. */
function written(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function read(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}
