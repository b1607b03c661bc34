// What a municipality has: projects, money, participants; how values fall into classes. Knows no page.

import type { Partnerships } from "./data";

/** What is counted: "projects", "participants", or a kind of amount and its currency ("grantedAmount SEK"). */
export type Measure = string;

export interface MunicipalityTie {
  source: string;
  target: string;
  projects: number[];
}

/** The measures that the data hold, amounts by how often they are stated. */
export function measures(data: Partnerships): Measure[] {
  const amounts = new Map<string, number>();
  for (const { amounts: stated, currency } of data.projects)
    for (const kind of Object.keys(stated))
      amounts.set(`${kind} ${currency}`, (amounts.get(`${kind} ${currency}`) ?? 0) + 1);
  const byUse = [...amounts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([name]) => name);
  return ["projects", "participants", ...byUse];
}

function value(data: Partnerships, place: number, measure: Measure): number {
  const project = data.projects[place]!;
  if (measure === "projects") return 1;
  if (measure === "participants") return project.participants ?? 0;
  const [kind, currency] = measure.split(" ");
  return project.currency === currency ? (project.amounts[kind!] ?? 0) : 0;
}

/** The sum of each municipality over these projects; a project counts in each of its municipalities. */
export function sums(data: Partnerships, places: number[], measure: Measure): Map<string, number> {
  const found = new Map<string, number>();
  for (const place of places) {
    const counted = value(data, place, measure);
    if (counted > 0) for (const code of data.projects[place]!.areas) found.set(code, (found.get(code) ?? 0) + counted);
  }
  return found;
}

/** The pairs of municipalities whose organisations share projects, the strongest first. */
export function municipalityTies(data: Partnerships, places: number[], minimum: number): MunicipalityTie[] {
  const found = new Map<string, number[]>();
  for (const place of places) {
    const seats = data.projects[place]!.parties.map(([one]) => data.organisations[one]!.municipality);
    const codes = [...new Set(seats.filter((code) => code !== null))].sort();
    codes.forEach((a, i) => {
      for (const b of codes.slice(i + 1)) found.set(`${a} ${b}`, [...(found.get(`${a} ${b}`) ?? []), place]);
    });
  }
  return [...found]
    .filter(([, projects]) => projects.length >= minimum)
    .map(([key, projects]) => ({ source: key.slice(0, 4), target: key.slice(5), projects }))
    .sort((a, b) => b.projects.length - a.projects.length || a.source.localeCompare(b.source));
}

/**
 * The upper bounds of at most `count` classes that hold about as many values each, none twice.
 * Equal values fall into one class.
 */
export function quantiles(values: Iterable<number>, count: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const bounds = Array.from({ length: count }, (_, i) => sorted[Math.ceil(((i + 1) * sorted.length) / count) - 1]);
  return [...new Set(bounds.filter((bound) => bound !== undefined))];
}

/** The class of a value: the first whose upper bound it does not pass. */
export function classOf(value: number, bounds: number[]): number {
  const found = bounds.findIndex((bound) => value <= bound);
  return found < 0 ? bounds.length - 1 : found;
}
