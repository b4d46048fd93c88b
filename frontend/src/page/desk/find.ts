// The desk's search while the network is down: what the server does, in short.
import type { Guest } from "./shelf";

const SHOWN_AT_MOST = 20;

export function fold(text: string): string {
  return text
    .replace(/[’'ʼ`´]/g, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

export function find(guests: readonly Guest[], words: string): Guest[] {
  const asked = fold(words);
  if (!asked) return [];
  const code = asked.replace(/ /g, "");
  const byCode = guests.filter((guest) => fold(guest.code).replace(/ /g, "") === code);
  if (byCode.length) return byCode;
  const scored = guests.map((guest) => ({ guest, score: nearness(asked.split(" "), guest.folded.split(" ")) }));
  return scored
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, SHOWN_AT_MOST)
    .map(({ guest }) => guest);
}

function nearness(asked: string[], words: string[]): number {
  const scores = asked.map((word) => {
    if (words.some((each) => each.startsWith(word))) return 1;
    const slips = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    return words.some((each) => distance(word, each, slips) <= slips) ? 0.8 : 0;
  });
  return Math.min(...scores);
}

function distance(one: string, other: string, atMost: number): number {
  if (Math.abs(one.length - other.length) > atMost) return atMost + 1;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[other.length] ?? 0;
}
