// What a browser gives of folders and archives, as plain files; and files as one archive to keep.

import { strToU8, unzipSync, zipSync } from "fflate";

/** Manifests are these; what else lies in a folder or an archive is left out. */
export const MANIFEST = /\.(ya?ml|json)$/i;
/** More of one archive would only fill the memory. */
export const LARGEST = 20_000_000;
export const MOST = 5000;

export interface Found {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Contents {
  readonly files: Found[];
  /** Files that are no manifests. */
  readonly others: number;
}

export function isHidden(path: string): boolean {
  return path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
}

/** The manifests in a zip archive. It throws a sentence when there are too many, and something else when it is broken. */
export function unpack(bytes: Uint8Array): Contents {
  let [others, count, size] = [0, 0, 0];
  const taken = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      if (name.endsWith("/") || isHidden(name)) return false;
      if (!MANIFEST.test(name)) {
        others += 1;
        return false;
      }
      count += 1;
      size += originalSize;
      if (count > MOST) throw `It holds more than ${MOST} manifests. Split it and drop the parts.`;
      if (size > LARGEST) throw `It holds more than ${LARGEST / 1e6} MB of manifests. Split it and drop the parts.`;
      return true;
    },
  });
  const files = Object.entries(taken).map(([name, inside]) => ({ name, bytes: inside }));
  return { files: files.sort((one, other) => (one.name < other.name ? -1 : 1)), others };
}

/** The manifests below folders that were dropped, by their paths. */
export async function walk(folders: readonly FileSystemDirectoryEntry[]): Promise<Contents> {
  const files: Found[] = [];
  let others = 0;
  const open = [...folders];
  for (let folder = open.pop(); folder; folder = open.pop()) {
    for (const entry of await inside(folder)) {
      const path = entry.fullPath.replace(/^\//, "");
      if (isHidden(path)) continue;
      if (entry.isDirectory) open.push(entry as FileSystemDirectoryEntry);
      else if (!MANIFEST.test(path)) others += 1;
      else if (files.length >= MOST) throw `It holds more than ${MOST} manifests. Drop its parts.`;
      else files.push({ name: path, bytes: await read(entry as FileSystemFileEntry) });
    }
  }
  return { files: files.sort((one, other) => (one.name < other.name ? -1 : 1)), others };
}

async function inside(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // A browser gives a hundred at a time.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function read(entry: FileSystemFileEntry): Promise<Uint8Array> {
  const file = await new Promise<File>((done, failed) => entry.file(done, failed));
  return new Uint8Array(await file.arrayBuffer());
}

/** Has the browser save one text, or several as one archive. */
export function save(files: readonly { readonly name: string; readonly text: string }[]): void {
  const [first] = files;
  if (!first) return;
  if (files.length === 1) return give(first.name.split("/").at(-1) ?? first.name, strToU8(first.text));
  const inside: Record<string, Uint8Array> = {};
  for (const { name, text } of files) {
    let unique = name;
    for (let number = 2; unique in inside; number += 1) unique = name.replace(/(\.[^.]*)?$/, `-${number}$1`);
    inside[unique] = strToU8(text);
  }
  give("manifests.zip", zipSync(inside));
}

function give(name: string, bytes: Uint8Array): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
