// The files that the pages fetch: their shapes, and where they lie. Every address is below the site's own root.

export interface Names {
  sv: string;
  en: string;
}

export interface Organisation {
  iri: string;
  path: string;
  label: string;
  kind: string;
  municipality: string | null;
  county: string | null;
}

export interface Project {
  iri: string;
  path: string;
  label: string;
  funds: string[];
  start: string | null;
  end: string | null;
  amounts: Record<string, number>;
  currency: string;
  participants: number | null;
  /** Codes of municipalities. */
  areas: string[];
  /** Codes of counties that the project names. */
  counties: string[];
  /** Who takes part: a place in the list of organisations, then the roles. */
  parties: [number, ...string[]][];
}

export interface Partnerships {
  organisations: Organisation[];
  projects: Project[];
  kinds: Record<string, Names>;
  roles: Record<string, Names>;
  funds: Record<string, Names>;
  counties: Record<string, { label: string; path?: string | null }>;
  municipalities: Record<string, { label: string; county: string | null; path: string }>;
}

export interface Question {
  name: string;
  summary: Names;
  tags: string[];
  parameters: { name: string; type: string; optional: boolean; default: string | null; choices?: string[] }[];
  query: string;
}

export interface Term {
  iri: string;
  label: Names;
  count: number;
}

export interface Terms {
  prefixes: Record<string, string>;
  classes: Term[];
  properties: Term[];
}

/** What the search finds. */
export interface Hit {
  iri: string;
  path: string;
  label: string;
  kind: string;
  matched: string | null;
}

export type Language = "sv" | "en";

export const language: Language = document.documentElement.lang === "en" ? "en" : "sv";

/** Whether a server answers queries; a static site has files only. */
export const live = document.body.dataset.live !== "false";

/** The address of a file or page below the site's root. */
export function address(path: string): string {
  return new URL((document.body.dataset.root ?? "/") + path, document.baseURI).href;
}

/** The address of the page about a thing, in the language of this page. */
export function pageOf(path: string): string {
  return address(`${language}/${path.split("/").map(encodeURIComponent).join("/")}/`);
}

export async function fetched<T>(path: string): Promise<T> {
  const response = await fetch(address(path)); // as the page has asked for it already, in its head
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}: ${path}`);
  return (await response.json()) as T;
}
