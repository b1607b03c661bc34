// The page of the partnership network: a drawing, a panel about what is chosen, and a list that does the same.

import { fetched, type Organisation, type Partnerships, pageOf } from "./data";
import { button, download, h, themed } from "./dom";
import { Drawing } from "./drawing";
import { type Edge, graphml, type Node, svgOf } from "./exports";
import { filterForm, read } from "./filters";
import { legend } from "./legend";
import { marks } from "./marks";
import { description, fill, partnerButtons, projectLinks } from "./panel";
import { backbone, type Filter, type Network, network, partners, type Tie } from "./partnerships";
import { remember, remembered } from "./state";
import type { Choice } from "./surface";
import { counted, inOrder, named, number, say } from "./words";
import "./views.css";

const DRAWN_TIES = 6000; // more can't be told apart
const STRONGEST = 3;
const ROWS = 40;

class NetworkPage {
  private readonly host = h("div", { class: "drawing", role: "img", "aria-label": say("drawingHint") });
  private readonly status = h("p", { class: "status", role: "status" });
  private readonly panel = h("aside", { class: "panel", "aria-live": "polite" });
  private readonly list = h("div", { class: "scroll" });
  private readonly every = h("input", { type: "checkbox", name: "every", checked: remembered("every") === "1" });
  private readonly find = h("input", { type: "search", name: "find", value: remembered("find") });
  private readonly places: Map<string, number>;
  private readonly drawing: Drawing;
  private readonly form: HTMLFormElement;
  private found: Network = { projects: new Map(), ties: [] };
  private shownRows = ROWS;

  constructor(
    private readonly data: Partnerships,
    view: HTMLElement,
  ) {
    this.places = new Map(data.organisations.map(({ path }, place) => [path, place]));
    const every = h("label", { class: "check" }, this.every, say("everyTie"));
    const find = h("label", { class: "field" }, h("span", {}, say("find")), this.find);
    const parts = { role: true, minimum: true, kinds: true, extra: [find, every] };
    this.form = filterForm(data, parts, (filter) => this.narrow(filter));
    const known = marks(data.organisations.map(({ kind }) => kind));
    const stage = h("div", { class: "stage" }, h("div", {}, this.host, this.tools()), this.panel);
    const keys = legend(new Map([...known].map(([kind, mark]) => [named(data.kinds, kind), mark])));
    const listing = h("section", { class: "listing" }, h("h2", {}, say("list")), this.list);
    view.replaceChildren(this.form, this.status, stage, keys, listing);
    this.drawing = new Drawing(this.host, known, (choice) => this.choose(this.fromDrawing(choice)));
    this.find.addEventListener("input", () => this.search());
    this.narrow(read(this.form));
  }

  private tools(): HTMLElement {
    const save = (label: string, act: () => void) => button(label, act);
    return h(
      "div",
      { class: "tools" },
      button("+", () => this.drawing.zoom(1.3), { "aria-label": say("zoomIn"), title: say("zoomIn") }),
      button("−", () => this.drawing.zoom(1 / 1.3), { "aria-label": say("zoomOut"), title: say("zoomOut") }),
      button(say("fit"), () => this.drawing.fit()),
      h("span", { class: "gap" }, say("save")),
      save("SVG", () => this.saveSvg()),
      save("PNG", () => void this.drawing.png().then((png) => download("samverkan-network.png", png))),
      save("GraphML", () => this.saveGraphml()),
    );
  }

  private organisation(place: number): Organisation {
    return this.data.organisations[place]!;
  }

  private fromDrawing(choice: Choice): number[] {
    const ids = choice === null ? [] : typeof choice === "string" ? [choice] : choice;
    return ids.map((id) => this.places.get(id)!);
  }

  /** The organisations and ties that the filter leaves, drawn, counted and listed. */
  private narrow(filter: Filter): void {
    this.found = network(this.data, filter);
    this.shownRows = ROWS;
    remember({ every: this.every.checked ? "1" : "" });
    const drawn = this.every.checked ? this.found.ties : backbone(this.found.ties, DRAWN_TIES, STRONGEST);
    const places = [...new Set(drawn.flatMap(({ source, target }) => [source, target]))].sort((a, b) => a - b);
    this.drawing.show(
      places.map((place) => this.node(place)),
      drawn.map((tie) => this.edge(tie)),
    );
    this.every.parentElement!.hidden = this.found.ties.length <= DRAWN_TIES;
    this.status.textContent = this.told(places.length, drawn.length);
    this.search();
    this.choose(this.remembered());
  }

  private told(organisations: number, ties: number): string {
    if (this.found.projects.size === 0) return say("nothing");
    const alone = this.found.projects.size - organisations;
    const sv = document.documentElement.lang !== "en";
    const rest = sv ? "utan partner (i listan)" : "without partners (in the list)";
    const cut = this.found.ties.length - ties;
    const strongest = sv ? "svagare band inte ritade" : "weaker ties not drawn";
    return [
      `${counted(organisations, "organisation")}, ${counted(ties, "tie")}`,
      alone > 0 ? `${number(alone)} ${rest}` : "",
      cut > 0 ? `${number(cut)} ${strongest}` : "",
    ]
      .filter(Boolean)
      .join(" · ");
  }

  private node(place: number): Node {
    const { path, label, kind, county } = this.organisation(place);
    const where = county ? this.data.counties[county]?.label : undefined;
    return { id: path, label, kind, weight: this.found.projects.get(place)?.length ?? 0, place: where ?? "" };
  }

  private edge({ source, target, projects }: Tie): Edge {
    const label = projects.map((place) => this.data.projects[place]!.label).join("; ");
    return {
      source: this.organisation(source).path,
      target: this.organisation(target).path,
      weight: projects.length,
      label,
    };
  }

  private remembered(): number[] {
    const paths = remembered("select").split("~").filter(Boolean);
    return paths.map((path) => this.places.get(path)).filter((place) => place !== undefined);
  }

  /** One organisation, the two of a tie, or nothing. */
  private choose(places: number[]): void {
    remember({ select: places.map((place) => this.organisation(place).path).join("~") });
    const [one, other] = places;
    const ids = places.map((place) => this.organisation(place).path);
    this.drawing.choose(ids.length === 0 ? null : ids.length === 1 ? ids[0]! : [ids[0]!, ids[1]!]);
    const content = one === undefined ? [] : other === undefined ? this.about(one) : this.between(one, other);
    // Never empty: the drawing would take another width, and what was seen would move
    fill(this.panel, () => this.choose([]), content, say("listHint"));
    for (const row of this.list.querySelectorAll("tr[data-place]"))
      row.classList.toggle("chosen", places.includes(Number((row as HTMLElement).dataset.place)));
  }

  private about(place: number): HTMLElement[] {
    const one = this.organisation(place);
    const own = this.found.projects.get(place) ?? [];
    const mates = partners(this.found.ties, place).map((mate) => ({
      label: this.organisation(mate.place).label,
      shared: mate.projects.length,
      choose: () => this.choose([place, mate.place]),
    }));
    return [
      h("h2", {}, one.label),
      h("p", { class: "what" }, description(this.data, one)),
      h("p", {}, h("a", { class: "open", href: pageOf(one.path) }, say("openPage"))),
      h("h3", {}, `${say("partners")} (${number(mates.length)})`),
      partnerButtons(mates),
      h("h3", {}, `${say("projects")} (${number(own.length)})`),
      projectLinks(this.data, own),
    ];
  }

  private between(a: number, b: number): HTMLElement[] {
    const tie = this.found.ties.find(({ source, target }) => source === Math.min(a, b) && target === Math.max(a, b));
    const name = (place: number) =>
      h(
        "li",
        {},
        button(this.organisation(place).label, () => this.choose([place]), { class: "link" }),
      );
    const shared = tie?.projects ?? [];
    return [
      h("h2", {}, `${this.organisation(a).label} – ${this.organisation(b).label}`),
      h("ul", {}, name(a), name(b)),
      h("h3", {}, `${say("sharedProjects")} (${number(shared.length)})`),
      projectLinks(this.data, shared),
    ];
  }

  /** Narrows the list to what the field says, and points it out in the drawing. */
  private search(): void {
    const wanted = this.find.value.trim().toLocaleLowerCase();
    remember({ find: wanted });
    const counts = [...this.found.projects].map(([place, own]) => ({ place, projects: own.length }));
    const passing = counts.filter(({ place }) => this.organisation(place).label.toLocaleLowerCase().includes(wanted));
    const label = ({ place }: { place: number }) => this.organisation(place).label;
    passing.sort((a, b) => b.projects - a.projects || inOrder(label(a), label(b)));
    this.drawing.pointOut(wanted ? new Set(passing.map(({ place }) => this.organisation(place).path)) : null);
    this.list.replaceChildren(...this.table(passing));
  }

  private table(rows: { place: number; projects: number }[]): HTMLElement[] {
    const mates = new Map<number, number>();
    for (const { source, target } of this.found.ties)
      for (const place of [source, target]) mates.set(place, (mates.get(place) ?? 0) + 1);
    const body = rows.slice(0, this.shownRows).map(({ place, projects }) => {
      const { label, kind } = this.organisation(place);
      return h(
        "tr",
        { "data-place": place },
        h(
          "td",
          {},
          button(label, () => this.choose([place]), { class: "link" }),
        ),
        h("td", {}, named(this.data.kinds, kind)),
        h("td", { class: "number" }, number(projects)),
        h("td", { class: "number" }, number(mates.get(place) ?? 0)),
      );
    });
    const heads = ["organisation", "kind", "projects", "partners"] as const;
    const head = heads.map((word, i) => h("th", { scope: "col", class: i > 1 && "number" }, say(word)));
    const table = h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...body));
    if (rows.length <= this.shownRows) return [table];
    const more = button(`${say("more")} (${number(rows.length - this.shownRows)})`, () => {
      this.shownRows += ROWS;
      this.search();
    });
    return [table, more];
  }

  private saveSvg(): void {
    const edges = this.drawnEdges();
    const colours = { paper: themed("--paper"), ink: themed("--ink"), line: themed("--tie") };
    const content = svgOf(this.drawing.nodes(), edges, colours);
    download("samverkan-network.svg", new Blob([content], { type: "image/svg+xml" }));
  }

  private drawnEdges(): Edge[] {
    const drawn = this.every.checked ? this.found.ties : backbone(this.found.ties, DRAWN_TIES, STRONGEST);
    return drawn.map((tie) => this.edge(tie));
  }

  /** All that passes the filters, also what is not drawn, named by IRI. */
  private saveGraphml(): void {
    const nodes = [...this.found.projects.keys()].map((place) => {
      const one = this.organisation(place);
      return { ...this.node(place), id: one.iri, kind: named(this.data.kinds, one.kind) };
    });
    const edges = this.found.ties.map((tie) => ({
      ...this.edge(tie),
      source: this.organisation(tie.source).iri,
      target: this.organisation(tie.target).iri,
    }));
    download("samverkan-network.graphml", new Blob([graphml(nodes, edges)], { type: "application/graphml+xml" }));
  }
}

async function start(view: HTMLElement): Promise<void> {
  try {
    const data = await fetched<Partnerships>("data/partnerships.json");
    performance.mark("samverkan-data");
    new NetworkPage(data, view);
    document.querySelector(".view-table")?.remove(); // the page's table for those without scripts
    // The next frame has been painted: the time since the page's load stands where a test and a person can read it
    requestAnimationFrame(() => setTimeout(() => drawn(view)));
  } catch (error) {
    view.replaceChildren(h("p", { class: "warning", role: "alert" }, `${say("failed")} ${error}`));
  }
}

function drawn(view: HTMLElement): void {
  const load = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
  const since = performance.mark("samverkan-drawn").startTime - (load?.loadEventEnd ?? 0);
  view.dataset.drawn = String(Math.round(since));
}

const view = document.getElementById("network");
if (view) void start(view);
