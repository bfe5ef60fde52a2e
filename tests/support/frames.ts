// Frames of log sessions as a Controller writes them, for logs that the demo Controller does not have: MessagePack maps of
// a type and some bytes.

const kinds = { line: 6, start: 7, stop: 8 } as const;

/** A frame with a text of any length. */
export function frame(kind: keyof typeof kinds, text: string, time = Date.now()): Buffer {
  const data = Buffer.from(text);
  const head = Buffer.from([0x83, ...key("type"), kinds[kind], ...key("data"), 0xc6]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(time));
  return Buffer.concat([head, length, data, Buffer.from([...key("timestamp"), 0xcf]), stamp]);
}

function key(name: string): number[] {
  return [0xa0 + name.length, ...Buffer.from(name)];
}
