// A folder of this machine that is worked in: looked at again and again, and written to. Not every browser has this, and
// those that do ask the person first.

import { isHidden, LARGEST, MANIFEST, MOST } from "./files.ts";

/** A file that is written while it is read is read again. */
const TRIES = 5;

interface Seen {
  readonly name: string;
  /** Another one says that the file has changed. */
  readonly stamp: string;
}

interface Place {
  readonly root: FileSystemDirectoryHandle;
  readonly path: string;
}

declare global {
  interface Window {
    showDirectoryPicker?: (options: { mode: "readwrite" }) => Promise<FileSystemDirectoryHandle>;
  }
}

/** The folder that somebody chooses; nothing when they change their mind. */
export async function openFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return (await window.showDirectoryPicker?.({ mode: "readwrite" })) ?? null;
  } catch (error) {
    if (is(error, "AbortError")) return null;
    throw "The browser does not let the console into this folder.";
  }
}

/** The manifests below a folder, without their texts. */
export async function lookInto(root: FileSystemDirectoryHandle): Promise<{ files: Seen[]; others: number }> {
  const files: Seen[] = [];
  let [others, size] = [0, 0];
  const open: [string, FileSystemDirectoryHandle][] = [["", root]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [above, folder] = next;
    for await (const inside of folder.values()) {
      const name = above + inside.name;
      if (isHidden(name)) continue;
      if (inside.kind === "directory") open.push([`${name}/`, inside as FileSystemDirectoryHandle]);
      else if (!MANIFEST.test(name)) others += 1;
      else {
        // What is deleted at this moment is not there.
        const file = await orNothing((inside as FileSystemFileHandle).getFile());
        if (!file) continue;
        size += file.size;
        if (files.length >= MOST) throw `It holds more than ${MOST} manifests. Open a folder in it.`;
        if (size > LARGEST) throw `It holds more than ${LARGEST / 1e6} MB of manifests. Open a folder in it.`;
        files.push({ name, stamp: stampOf(file) });
      }
    }
  }
  return { files: files.sort((one, other) => (one.name < other.name ? -1 : 1)), others };
}

/** A file as it is now; nothing where there is none. */
export async function readFrom(place: Place): Promise<{ bytes: Uint8Array; stamp: string } | null> {
  const found = await orNothing(handle(place, false));
  for (let tries = 1; found; tries += 1) {
    const file = await orNothing(found.getFile());
    if (!file) return null;
    try {
      return { bytes: new Uint8Array(await file.arrayBuffer()), stamp: stampOf(file) };
    } catch (error) {
      // Somebody is writing it.
      if (!is(error, "NotReadableError") || tries === TRIES) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  return null;
}

/** What is found; nothing where there is nothing. */
async function orNothing<T>(found: Promise<T>): Promise<T | null> {
  return found.catch((error: unknown) => {
    if (is(error, "NotFoundError")) return null;
    throw error;
  });
}

function is(error: unknown, name: string): boolean {
  return error instanceof DOMException && error.name === name;
}

/** Writes a file, with the folders on the way to it. The answer is its stamp. */
export async function writeInto({ text, ...place }: Place & { readonly text: string }): Promise<string> {
  const written = await handle(place, true);
  const stream = await written.createWritable();
  await stream.write(text);
  await stream.close();
  return stampOf(await written.getFile());
}

async function handle({ root, path }: Place, create: boolean): Promise<FileSystemFileHandle> {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  let folder = root;
  for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
  return folder.getFileHandle(name, { create });
}

function stampOf(file: File): string {
  return `${file.lastModified}:${file.size}`;
}
