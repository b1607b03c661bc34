// What a text may mean: asked of the server, or, in a site of files, found among the names in this browser.

import { address, fetched, type Hit, language, live } from "./data";
import { say, type Word } from "./words";

const LIMIT = 8;

export interface Found {
  path: string;
  label: string;
  note: string;
}

let names: Promise<Hit[]> | undefined;

/** Letters without case; å, ä and ö stay letters of their own, and count less than no letter where they are missed. */
function folded(text: string): string {
  return text.toLocaleLowerCase("sv").normalize("NFC");
}

function bare(text: string): string {
  return folded(text).normalize("NFD").replace(/\p{M}/gu, "");
}

/** How well a name fits: 3 begins with the text, 2 a word of it does, 1 holds it; a half less without its accents. */
export function fit(name: string, text: string): number {
  const plain = (one: string, wanted: string) =>
    one.startsWith(wanted) ? 3 : one.includes(` ${wanted}`) ? 2 : one.includes(wanted) ? 1 : 0;
  const exact = plain(folded(name), folded(text));
  return exact || Math.max(0, plain(bare(name), bare(text)) - 0.5);
}

/** The names that fit best, at most so many. */
export function among(hits: Hit[], text: string, limit: number): Hit[] {
  const scored = hits.map((hit) => ({
    hit,
    score: Math.max(fit(hit.label, text), fit(hit.matched ?? "", text) - 0.1),
  }));
  const fitting = scored.filter(({ score }) => score > 0);
  fitting.sort((a, b) => b.score - a.score || a.hit.label.length - b.hit.label.length);
  return fitting.slice(0, limit).map(({ hit }) => hit);
}

async function asked(text: string, signal: AbortSignal, limit: number): Promise<Hit[]> {
  if (live) {
    const parameters = new URLSearchParams({ q: text, limit: String(limit), language });
    const response = await fetch(`${address("data/search.json")}?${parameters}`, { signal });
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return ((await response.json()) as { results: Hit[] }).results;
  }
  names ??= fetched<{ results: Hit[] }>("data/names.json").then(({ results }) => results);
  return among(await names, text, limit);
}

const KINDS: Record<string, Word> = {
  project: "project",
  organisation: "organisation",
  municipality: "municipality",
  county: "county",
  region: "region",
  group: "group",
  document: "document",
};

/** What the text may mean, the best first. */
export async function find(text: string, signal: AbortSignal, limit = LIMIT): Promise<Found[]> {
  const hits = await asked(text, signal, limit);
  return hits.map(({ path, label, kind, matched }) => {
    const known = KINDS[kind];
    const other = matched && matched !== label ? ` · ${matched}` : "";
    return { path, label, note: (known ? say(known) : kind) + other };
  });
}
