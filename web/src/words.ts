// What the scripts say, in both languages, and how numbers are written.

import { type Language, language, type Names } from "./data";

const WORDS = {
  all: { sv: "Alla", en: "All" },
  area: { sv: "Område", en: "Area" },
  wholeCountry: { sv: "Hela landet", en: "The whole country" },
  fund: { sv: "Fond", en: "Fund" },
  year: { sv: "Pågår år", en: "Runs in" },
  role: { sv: "Roll", en: "Role" },
  minimum: { sv: "Minsta vikt", en: "Least weight" },
  kinds: { sv: "Slag av organisation", en: "Kinds of organisations" },
  find: { sv: "Sök i nätverket", en: "Search in the network" },
  reset: { sv: "Rensa filter", en: "Clear filters" },
  filters: { sv: "Filter", en: "Filters" },
  everyTie: { sv: "Rita alla band", en: "Draw every tie" },
  organisation: { sv: "Organisation", en: "Organisation" },
  organisations: { sv: "organisationer", en: "organisations" },
  project: { sv: "Projekt", en: "Project" },
  kind: { sv: "Slag", en: "Kind" },
  projects: { sv: "Projekt", en: "Projects" },
  partners: { sv: "Partner", en: "Partners" },
  sharedProjects: { sv: "Gemensamma projekt", en: "Shared projects" },
  openPage: { sv: "Öppna sidan", en: "Open the page" },
  close: { sv: "Stäng", en: "Close" },
  list: { sv: "Samma sak som lista", en: "The same as a list" },
  listHint: {
    sv: "Välj en organisation i bilden eller i listan för att se dess partner och projekt; en linje för vad två har gemensamt.",
    en: "Choose an organisation in the drawing or in the list to see its partners and projects; a line for what two share.",
  },
  drawing: { sv: "Bild av nätverket", en: "Drawing of the network" },
  drawingHint: {
    sv: "Bild av nätverket. Samma innehåll finns i listan nedanför.",
    en: "Drawing of the network. The list below it holds the same.",
  },
  save: { sv: "Spara som", en: "Save as" },
  zoomIn: { sv: "Förstora", en: "Zoom in" },
  zoomOut: { sv: "Förminska", en: "Zoom out" },
  fit: { sv: "Visa allt", en: "Show all" },
  legend: { sv: "Teckenförklaring", en: "Legend" },
  nodeSize: { sv: "Storlek: antal projekt", en: "Size: number of projects" },
  edgeWidth: { sv: "Linje: gemensamma projekt", en: "Line: shared projects" },
  more: { sv: "Visa fler", en: "Show more" },
  failed: { sv: "Det gick inte att hämta data:", en: "The data could not be fetched:" },
  nothing: { sv: "Inget passar filtren.", en: "Nothing passes the filters." },
  measure: { sv: "Visa", en: "Show" },
  participants: { sv: "Planerade deltagare", en: "Planned participants" },
  grantedAmount: { sv: "Beviljat stöd", en: "Granted support" },
  appliedAmount: { sv: "Sökt belopp", en: "Amount applied for" },
  euAmount: { sv: "EU-stöd", en: "EU support" },
  totalBudget: { sv: "Total budget", en: "Total budget" },
  statedAmount: { sv: "Angivet belopp", en: "Stated amount" },
  municipality: { sv: "Kommun", en: "Municipality" },
  municipalities: { sv: "Kommuner", en: "Municipalities" },
  county: { sv: "Län", en: "County" },
  region: { sv: "Region", en: "Region" },
  group: { sv: "Grupp", en: "Group" },
  unit: { sv: "Enhet", en: "Unit" },
  document: { sv: "Dokument", en: "Document" },
  nothingFound: { sv: "Inget hittades.", en: "Nothing was found." },
  lines: { sv: "Linjer mellan kommuner som samverkar", en: "Lines between municipalities that work together" },
  worksWith: { sv: "Samverkar med", en: "Works with" },
  map: { sv: "Karta över Sveriges kommuner", en: "Map of the municipalities of Sweden" },
  withValues: { sv: "Det som har projekt", en: "What has projects" },
  noValue: { sv: "Inget", en: "None" },
  table: { sv: "Samma sak som tabell", en: "The same as a table" },
  theme: { sv: "Utseende", en: "Appearance" },
  themeAuto: { sv: "Auto", en: "Auto" },
  themeLight: { sv: "Ljust", en: "Light" },
  themeDark: { sv: "Mörkt", en: "Dark" },
  suggestions: { sv: "Förslag", en: "Suggestions" },
  sumsHint: {
    sv: "Ett projekt räknas i var och en av sina kommuner, så värdena ska inte summeras.",
    en: "A project counts in each of its municipalities, so the values must not be added up.",
  },
  query: { sv: "SPARQL-fråga", en: "SPARQL query" },
  run: { sv: "Kör frågan", en: "Run the query" },
  stop: { sv: "Avbryt", en: "Stop" },
  running: { sv: "Frågan körs …", en: "The query is running …" },
  stopped: { sv: "Frågan avbröts.", en: "The query was stopped." },
  examples: { sv: "Exempel", en: "Examples" },
  chooseExample: { sv: "Välj ett exempel …", en: "Choose an example …" },
  parameters: { sv: "Frågans parametrar", en: "The query's parameters" },
  insert: { sv: "Sätt in", en: "Insert" },
  result: { sv: "Resultat", en: "Result" },
  asTable: { sv: "Tabell", en: "Table" },
  asMap: { sv: "Karta", en: "Map" },
  asNetwork: { sv: "Nätverk", en: "Network" },
  asChart: { sv: "Diagram", en: "Chart" },
  asText: { sv: "Text", en: "Text" },
  nordicCsv: { sv: "CSV för Excel (semikolon)", en: "CSV for Excel (semicolons)" },
  yes: { sv: "Ja", en: "Yes" },
  no: { sv: "Nej", en: "No" },
  answer: { sv: "Svar", en: "Answer" },
  failure: { sv: "Frågan kunde inte besvaras", en: "The query could not be answered" },
  consoleHint: {
    sv: "Kör med Ctrl+Enter. Ctrl+blanksteg föreslår klasser, egenskaper och prefix.",
    en: "Run with Ctrl+Enter. Ctrl+Space suggests classes, properties and prefixes.",
  },
  previous: { sv: "Föregående", en: "Previous" },
  next: { sv: "Nästa", en: "Next" },
} satisfies Record<string, Names>;

export type Word = keyof typeof WORDS;

/** A word in the language of the page. */
export function say(word: Word): string {
  return WORDS[word][language];
}

/** What is called so, in the language of the page; the key where nothing is. */
export function named(names: Record<string, Names>, key: string): string {
  return names[key]?.[language] ?? key;
}

/** A measure's name, with its currency where it is money. */
export function measureName(measure: string): string {
  const [name, currency] = measure.split(" ");
  const known = name! in WORDS ? say(name as Word) : name!;
  return currency ? `${known} (${currency})` : known;
}

const written: Record<Language, Intl.NumberFormat> = {
  sv: new Intl.NumberFormat("sv-SE"),
  en: new Intl.NumberFormat("en-GB"),
};

/** A number, its thousands apart. */
export function number(value: number): string {
  return written[language].format(value);
}

/** A count and its noun: "1 band", "3 ties". */
export function counted(count: number, noun: "tie" | "organisation" | "project" | "row" | "municipality"): string {
  const nouns = {
    tie: { sv: ["band", "band"], en: ["tie", "ties"] },
    organisation: { sv: ["organisation", "organisationer"], en: ["organisation", "organisations"] },
    project: { sv: ["projekt", "projekt"], en: ["project", "projects"] },
    row: { sv: ["rad", "rader"], en: ["row", "rows"] },
    municipality: { sv: ["kommun", "kommuner"], en: ["municipality", "municipalities"] },
  } as const;
  return `${number(count)} ${nouns[noun][language][count === 1 ? 0 : 1]}`;
}

/** How labels are put in order. */
export const inOrder = new Intl.Collator(language).compare;
