// A network on a canvas, by cytoscape: small ones laid out by fcose from their first places, large ones as they are placed.

import cytoscape, { type Core, type ElementDefinition, type NodeSingular, type StylesheetJson } from "cytoscape";
import fcose from "cytoscape-fcose";
import { h, onTheme, themed } from "./dom";
import type { Edge, Node, PlacedNode } from "./exports";
import type { Mark } from "./marks";
import { placed } from "./placing";
import "./drawing.css";

// Cytoscape writes its three lines of style into the page unless an element with this name is there already; under the
// Content-Security-Policy it may not. The lines stand in drawing.css.
const STYLE_MARK = "__________cytoscape_stylesheet";
const REFINED = 350; // nodes up to which fcose answers at once
const REFINED_EDGES = 1200;

cytoscape.use(fcose);

/** What is chosen: a node's id, or the two ids of an edge. */
export type Choice = string | [string, string] | null;

export interface Drawing {
  /** Draws another network; keeps what is chosen where it is still there. */
  show(nodes: Node[], edges: Edge[]): void;
  choose(choice: Choice): void;
  /** Points out the nodes that a search found; null ends it. */
  pointOut(ids: Set<string> | null): void;
  zoom(factor: number): void;
  fit(): void;
  nodes(): PlacedNode[];
  png(): Promise<Blob>;
}

const radius = (weight: number) => 9 + 5 * Math.sqrt(Math.max(0, weight - 1));

function styles(known: Map<string, Mark>): StylesheetJson {
  const ink = themed("--ink");
  const kinds = [...known.values()].map(({ colour, form }, place) => ({
    selector: `node.kind-${place}`,
    style: {
      "background-color": themed(colour),
      ...(form.length > 0 ? { shape: "polygon", "shape-polygon-points": form.join(" ") } : { shape: "ellipse" }),
    },
  }));
  return [
    {
      selector: "node",
      style: {
        width: "data(size)",
        height: "data(size)",
        label: "data(label)",
        color: ink,
        "font-size": 11,
        "min-zoomed-font-size": 8,
        "text-valign": "bottom",
        "text-margin-y": 4,
        "text-wrap": "wrap",
        "text-max-width": "110px",
        "text-outline-color": themed("--paper"),
        "text-outline-width": 2,
        "border-width": 1,
        "border-color": themed("--paper"),
      },
    },
    ...kinds,
    {
      selector: "edge",
      style: { width: "data(width)", "line-color": themed("--tie"), "line-opacity": 0.55, "curve-style": "haystack" },
    },
    { selector: ".faded", style: { opacity: 0.15, "text-opacity": 0.1 } },
    { selector: "edge.near", style: { "line-color": themed("--accent"), "line-opacity": 0.9 } },
    {
      selector: "node.chosen, node.found",
      style: { "border-width": 4, "border-color": themed("--mark"), "min-zoomed-font-size": 4, "font-weight": "bold" },
    },
  ] as StylesheetJson;
}

function elements(nodes: Node[], edges: Edge[], known: Map<string, Mark>): ElementDefinition[] {
  const classes = new Map([...known.keys()].map((kind, place) => [kind, `kind-${place}`]));
  const at = new Map(nodes.map(({ id }, place) => [id, place]));
  const links = edges.map(({ source, target }) => [at.get(source)!, at.get(target)!] as const);
  const places = placed(nodes.length, links);
  return [
    ...nodes.map(({ id, label, kind, weight }, place) => ({
      data: { id, label, kind, weight, size: 2 * radius(weight) },
      position: places[place]!,
      classes: classes.get(kind) ?? "",
    })),
    ...edges.map(({ source, target, weight }) => ({
      data: { id: `${source} ${target}`, source, target, weight, width: 1 + 1.5 * Math.log2(weight) },
    })),
  ];
}

function refine(core: Core): void {
  if (core.nodes().length > REFINED || core.edges().length > REFINED_EDGES || core.nodes().length < 2) return;
  const options = {
    name: "fcose",
    animate: false,
    randomize: false, // it starts from the places, and so ends the same way every time
    quality: "default",
    nodeDimensionsIncludeLabels: true,
    idealEdgeLength: 90,
    nodeRepulsion: 9000,
    nodeSeparation: 110,
    gravity: 0.35,
  };
  core.layout(options).run();
}

function emphasise(core: Core, choice: Choice): void {
  core.batch(() => {
    core.elements().removeClass("faded chosen near");
    const ends = choice === null ? [] : typeof choice === "string" ? [choice] : choice;
    const nodes = core.nodes().filter((node) => ends.includes(node.id()));
    if (nodes.empty()) return;
    const near = ends.length > 1 ? nodes.union(nodes.edgesWith(nodes)) : nodes.closedNeighborhood();
    core.elements().not(near).addClass("faded");
    near.edges().addClass("near");
    nodes.addClass("chosen");
  });
}

function prepared(host: HTMLElement): Core {
  if (!document.getElementById(STYLE_MARK)) document.head.append(h("meta", { id: STYLE_MARK }));
  return cytoscape({
    container: host,
    layout: { name: "preset" },
    minZoom: 0.03,
    maxZoom: 4,
    pixelRatio: "auto",
    hideEdgesOnViewport: false,
    textureOnViewport: false,
    boxSelectionEnabled: false,
    autounselectify: true,
  });
}

/** A drawing in an element; calls back when a node, an edge or nothing is clicked. */
export function drawing(host: HTMLElement, known: Map<string, Mark>, chosen: (choice: Choice) => void): Drawing {
  const core = prepared(host);
  let current: Choice = null;
  core.on("tap", "node", (event) => chosen(event.target.id()));
  core.on("tap", "edge", (event) => chosen([event.target.source().id(), event.target.target().id()]));
  core.on("tap", (event) => event.target === core && chosen(null));
  core.on("mouseover", "node, edge", () => host.classList.add("pointing"));
  core.on("mouseout", "node, edge", () => host.classList.remove("pointing"));
  onTheme(() => core.style(styles(known)));
  const one = (node: NodeSingular): PlacedNode => {
    const { id, label, kind, weight } = node.data();
    const mark = known.get(kind)!;
    return {
      id,
      label,
      kind,
      weight,
      ...node.position(),
      radius: radius(weight),
      colour: themed(mark.colour),
      form: mark.form,
    };
  };
  return {
    show(nodes, edges) {
      core.batch(() => {
        core.elements().remove();
        core.style(styles(known));
        core.add(elements(nodes, edges, known));
      });
      refine(core);
      core.fit(undefined, 24);
      emphasise(core, current);
    },
    choose(choice) {
      current = choice;
      emphasise(core, choice);
    },
    pointOut(ids) {
      core.batch(() => {
        core.nodes().removeClass("found");
        if (ids)
          core
            .nodes()
            .filter((node) => ids.has(node.id()))
            .addClass("found");
      });
    },
    zoom: (factor) =>
      core.zoom({ level: core.zoom() * factor, renderedPosition: { x: core.width() / 2, y: core.height() / 2 } }),
    fit: () => core.fit(undefined, 24),
    nodes: () => core.nodes().map(one),
    png: () =>
      core.png({
        output: "blob-promise",
        full: true,
        maxWidth: 4000,
        maxHeight: 4000,
        scale: 2,
        bg: themed("--paper"),
      }),
  };
}
