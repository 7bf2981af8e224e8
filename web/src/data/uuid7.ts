/** UUIDs of version 7 (RFC 9562): they begin with the time, so that what was made later is sorted later. */

/** Makes ids, each after the one before: within a millisecond, and when the clock is set back, by counting on. */
export function uuid7Maker(now: () => number = Date.now, random: (bytes: Uint8Array<ArrayBuffer>) => unknown = (bytes) => crypto.getRandomValues(bytes)): () => string {
  let time = -1;
  let count = 0;
  return () => {
    const bytes = new Uint8Array(16);
    random(bytes);
    const clock = now();
    if (clock > time) {
      time = clock;
      // The upper half of the twelve bits is left for counting on.
      count = (((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)) & 0x7ff;
    } else {
      count += 1;
      if (count > 0xfff) {
        time += 1;
        count = 0;
      }
    }
    const view = new DataView(bytes.buffer);
    view.setUint16(0, Math.floor(time / 2 ** 32));
    view.setUint32(2, time % 2 ** 32);
    view.setUint16(6, 0x7000 | count);
    view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
}

/** A new id of this page. */
export const uuid7 = uuid7Maker();
