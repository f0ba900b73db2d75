import { randomFillSync } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const timeLength = 10;
const randomLength = 16;

/** A new run's identity: 26 letters and digits that sort by time; unique without anybody being asked. */
export function newUlid(now: number = Date.now()): string {
  return encodeTime(now) + [...randomFillSync(new Uint8Array(randomLength))].map(digit).join("");
}

/** Whether a text is a ULID, and so never an alias or a path. */
export function isUlid(text: string): boolean {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text);
}

/** When the ULID was made, in milliseconds since 1970. */
export function ulidTime(ulid: string): number {
  let time = 0;
  for (let i = 0; i < timeLength; i++) time = time * 32 + alphabet.indexOf(ulid.charAt(i));
  return time;
}

function encodeTime(now: number): string {
  let rest = now;
  let text = "";
  for (let i = 0; i < timeLength; i++) {
    text = digit(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function digit(value: number): string {
  return alphabet.charAt(value & 31);
}
