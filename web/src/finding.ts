// What a text may mean: asked of the server, or, in a site of files, found among the names in this browser.

import { address, fetched, type Hit, language, live } from "./data";
import { say, type Word } from "./words";

const LIMIT = 8;

export interface Found {
  path: string;
  label: string;
  note: string;
}

/** A thing and its names: path, kind, how many projects, Swedish label, English one where it differs, other forms. */
export type Name = [string, string, number, string, string, ...string[]];

let names: Promise<Name[]> | undefined;

/** The words of a name, without case and accents. */
function words(text: string): string[] {
  const bare = text.toLocaleLowerCase("sv").normalize("NFD").replace(/\p{M}/gu, "");
  return bare.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether a word begins with another but for so many letters that are wrong, missing, added or swapped. */
function nearly(word: string, wanted: string, most: number): boolean {
  let [before, row]: number[][] = [[], Array.from({ length: wanted.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= Math.min(word.length, wanted.length + most); i++) {
    const next = [i];
    for (let j = 1; j <= wanted.length; j++) {
      const same = word[i - 1] === wanted[j - 1];
      const swapped = i > 1 && word[i - 1] === wanted[j - 2] && word[i - 2] === wanted[j - 1];
      const steps = [row![j]! + 1, next[j - 1]! + 1, row![j - 1]! + (same ? 0 : 1), swapped ? before![j - 2]! + 1 : 99];
      next.push(Math.min(...steps));
    }
    if (next[wanted.length]! <= most) return true;
    [before, row] = [row!, next];
  }
  return false;
}

function wordFit(own: string[], wanted: string): number {
  if (own.includes(wanted)) return 1;
  if (own.some((word) => word.startsWith(wanted))) return 0.9;
  if (own.some((word) => word.includes(wanted))) return 0.6;
  const most = wanted.length < 4 ? 0 : wanted.length < 8 ? 1 : 2;
  return most > 0 && own.some((word) => nearly(word, wanted, most)) ? 0.5 : 0;
}

/** How well a name fits, from 0 to 2: every word of the text must be met, and the letters as they are count more. */
export function fit(name: string, text: string): number {
  const own = words(name);
  const fits = words(text).map((wanted) => wordFit(own, wanted));
  if (fits.length === 0 || fits.includes(0)) return 0;
  const exact = name.toLocaleLowerCase("sv").includes(text.trim().toLocaleLowerCase("sv")) ? 0.5 : 0;
  const share = Math.min(1, words(text).join("").length / own.join("").length);
  return fits.reduce((sum, one) => sum + one, 0) / fits.length + exact + share / 2;
}

/** The things whose names fit best, at most so many; of two alike, the one with more projects. */
export function among(all: Name[], text: string, limit: number): Hit[] {
  const scored = all.flatMap(([path, kind, weight, swedish, english, ...others]) => {
    const label = language === "en" ? english || swedish : swedish;
    const forms = [label, swedish, english, ...others].filter(Boolean);
    const scores = forms.map((form) => fit(form, text));
    const score = Math.max(...scores);
    const matched = forms[scores.indexOf(score)]!;
    return score > 0
      ? [{ score, weight, hit: { iri: "", path, kind, label, matched: matched === label ? null : matched } }]
      : [];
  });
  scored.sort((a, b) => b.score - a.score || b.weight - a.weight);
  return scored.slice(0, limit).map(({ hit }) => hit);
}

async function asked(text: string, signal: AbortSignal, limit: number): Promise<Hit[]> {
  if (live) {
    const parameters = new URLSearchParams({ q: text, limit: String(limit), language });
    const response = await fetch(`${address("data/search.json")}?${parameters}`, { signal });
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return ((await response.json()) as { results: Hit[] }).results;
  }
  names ??= fetched<{ names: Name[] }>("data/names.json").then((told) => told.names);
  return among(await names, text, limit);
}

const KINDS: Record<string, Word> = {
  project: "project",
  organisation: "organisation",
  unit: "unit",
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
