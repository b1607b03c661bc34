// Who works with whom, counted from the projects: filters, ties and weights. Knows no page.

import type { Partnerships, Project } from "./data";

export interface Filter {
  /** Code of a county (2 digits) or municipality (4 digits); "" for all of the country. */
  area: string;
  fund: string;
  /** A year in which the project runs; "" for any. */
  year: string;
  /** A role that one of the two has; "" for any. */
  role: string;
  /** Kinds of organisations that are left out. */
  hidden: string[];
  /** The fewest shared projects of a tie. */
  minimum: number;
}

/** Two organisations and the projects that they share; places in the lists of organisations and projects. */
export interface Tie {
  source: number;
  target: number;
  projects: number[];
}

export interface Network {
  /** The projects of each organisation that takes part, by place. */
  projects: Map<number, number[]>;
  ties: Tie[];
}

function runs(project: Project, year: string): boolean {
  const first = project.start?.slice(0, 4);
  const last = project.end?.slice(0, 4);
  if (!first && !last) return false;
  return (first ?? last!) <= year && year <= (last ?? first!);
}

function covers(data: Partnerships, project: Project, area: string): boolean {
  if (area.length === 4) return project.areas.includes(area);
  return (
    project.counties.includes(area) ||
    project.areas.some((code) => data.municipalities[code]?.county === area) ||
    project.parties.some(([place]) => data.organisations[place]?.county === area)
  );
}

/** The places of the projects that pass: area, fund and year. */
export function chosen(data: Partnerships, filter: Filter): number[] {
  return data.projects.flatMap((project, place) =>
    (filter.area === "" || covers(data, project, filter.area)) &&
    (filter.fund === "" || project.funds.includes(filter.fund)) &&
    (filter.year === "" || runs(project, filter.year))
      ? [place]
      : [],
  );
}

/** The pairs of a list, as places, the smaller first. */
function* pairs<T>(list: readonly T[]): Generator<[T, T]> {
  for (let i = 0; i < list.length; i++) for (let j = i + 1; j < list.length; j++) yield [list[i]!, list[j]!];
}

interface Shared {
  projects: number[];
  inRole: boolean;
}

/** The organisations and ties of the projects that pass. A tie counts where one of the two has the role. */
export function network(data: Partnerships, filter: Filter): Network {
  const hidden = new Set(filter.hidden);
  const projects = new Map<number, number[]>();
  const shared = new Map<number, Shared>();
  const size = data.organisations.length;
  for (const place of chosen(data, filter)) {
    const parties = data.projects[place]!.parties.filter(([one]) => !hidden.has(data.organisations[one]!.kind));
    parties.sort(([a], [b]) => a - b);
    for (const [one] of parties) projects.set(one, [...(projects.get(one) ?? []), place]);
    for (const [[a, ...rolesA], [b, ...rolesB]] of pairs(parties)) {
      const tie = shared.get(a * size + b) ?? { projects: [], inRole: filter.role === "" };
      tie.projects.push(place);
      tie.inRole ||= rolesA.includes(filter.role) || rolesB.includes(filter.role);
      shared.set(a * size + b, tie);
    }
  }
  const ties = [...shared]
    .filter(([, tie]) => tie.inRole && tie.projects.length >= filter.minimum)
    .map(([key, tie]) => ({ source: Math.floor(key / size), target: key % size, projects: tie.projects }));
  return { projects, ties: ties.sort((a, b) => b.projects.length - a.projects.length || a.source - b.source) };
}

/** The ties to draw: all, or, of more than `most`, the strongest ones of each organisation. */
export function backbone(ties: Tie[], most: number, each: number): Tie[] {
  if (ties.length <= most) return ties;
  const kept = new Map<number, number>();
  const wanted = (place: number) => (kept.get(place) ?? 0) < each;
  return ties.filter(({ source, target }) => {
    if (!wanted(source) && !wanted(target)) return false;
    for (const place of [source, target]) kept.set(place, (kept.get(place) ?? 0) + 1);
    return true;
  });
}

/** The years in which projects run, the latest first. */
export function years(data: Partnerships): string[] {
  const found = new Set<number>();
  for (const { start, end } of data.projects) {
    const first = Number((start ?? end)?.slice(0, 4));
    const last = Number((end ?? start)?.slice(0, 4));
    for (let year = first; year <= last; year++) found.add(year);
  }
  return [...found].sort((a, b) => b - a).map(String);
}

/** The partners of one organisation with the projects shared, the strongest tie first. */
export function partners(ties: Tie[], place: number): { place: number; projects: number[] }[] {
  return ties
    .filter(({ source, target }) => source === place || target === place)
    .map(({ source, target, projects }) => ({ place: source === place ? target : source, projects }));
}
