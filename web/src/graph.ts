// A network of some hundred nodes, by cytoscape: laid out by fcose from its first places, with a label at every node.

import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from "cytoscape";
import fcose from "cytoscape-fcose";
import { h, themed } from "./dom";
import type { Edge, PlacedNode } from "./exports";
import { type Choice, ends, type Surface, width } from "./surface";

// Cytoscape writes its three lines of style into the page unless an element with this name is there already; under the
// Content-Security-Policy it may not. The lines stand in drawing.css.
const STYLE_MARK = "__________cytoscape_stylesheet";

cytoscape.use(fcose);

function styles(nodes: PlacedNode[]): StylesheetJson {
  const kinds = new Map(nodes.map((node) => [node.kind, node]));
  const looks = [...kinds.values()].map(({ colour, form }, place) => ({
    selector: `.kind-${place}`,
    style: {
      "background-color": colour,
      ...(form.length > 0 ? { shape: "polygon", "shape-polygon-points": form.join(" ") } : { shape: "ellipse" }),
    },
  }));
  const named = {
    width: "data(size)",
    height: "data(size)",
    label: "data(label)",
    color: themed("--ink"),
    "font-size": 11,
    "min-zoomed-font-size": 8,
    "text-valign": "bottom",
    "text-margin-y": 4,
    "text-wrap": "wrap",
    "text-max-width": "110px",
    "text-outline-color": themed("--paper"),
    "text-outline-width": 2,
  };
  const tie = { width: "data(width)", "line-color": themed("--tie"), "line-opacity": 0.55, "curve-style": "haystack" };
  const pointed = {
    "border-width": 4,
    "border-color": themed("--mark"),
    "min-zoomed-font-size": 4,
    "font-weight": "bold",
  };
  return [
    { selector: "node", style: named },
    ...looks,
    { selector: "edge", style: tie },
    { selector: ".faded", style: { opacity: 0.15, "text-opacity": 0.1 } },
    { selector: "edge.near", style: { "line-color": themed("--accent"), "line-opacity": 0.9 } },
    { selector: ".chosen, .found", style: pointed },
  ] as StylesheetJson;
}

function elements(nodes: PlacedNode[], edges: Edge[]): ElementDefinition[] {
  const kinds = [...new Set(nodes.map(({ kind }) => kind))];
  return [
    ...nodes.map((node) => ({
      data: { ...node, size: 2 * node.radius },
      position: { x: node.x, y: node.y },
      classes: `kind-${kinds.indexOf(node.kind)}`,
    })),
    ...edges.map(({ source, target, weight }) => ({
      data: { id: `${source} ${target}`, source, target, width: width(weight) },
    })),
  ];
}

const LAYOUT = {
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

export class Graph implements Surface {
  private readonly core: Core;

  constructor(host: HTMLElement, chosen: (choice: Choice) => void) {
    if (!document.getElementById(STYLE_MARK)) document.head.append(h("meta", { id: STYLE_MARK }));
    const options = { minZoom: 0.03, maxZoom: 4, boxSelectionEnabled: false, autounselectify: true };
    this.core = cytoscape({ container: host, layout: { name: "preset" }, ...options });
    this.core.on("tap", "node", (event) => chosen(event.target.id()));
    this.core.on("tap", "edge", (event) => chosen([event.target.source().id(), event.target.target().id()]));
    this.core.on("tap", (event) => event.target === this.core && chosen(null));
    this.core.on("mouseover", "node, edge", () => host.classList.add("pointing"));
    this.core.on("mouseout", "node, edge", () => host.classList.remove("pointing"));
  }

  show(nodes: PlacedNode[], edges: Edge[]): void {
    this.core.batch(() => {
      this.core.elements().remove();
      this.core.style(styles(nodes));
      this.core.add(elements(nodes, edges));
    });
    if (nodes.length > 1) this.core.layout(LAYOUT).run();
    this.fit();
  }

  choose(choice: Choice): void {
    const wanted = ends(choice);
    this.core.batch(() => {
      this.core.elements().removeClass("faded chosen near");
      const nodes = this.core.nodes().filter((node) => wanted.includes(node.id()));
      if (nodes.empty()) return;
      const near = wanted.length > 1 ? nodes.union(nodes.edgesWith(nodes)) : nodes.closedNeighborhood();
      this.core.elements().not(near).addClass("faded");
      near.edges().addClass("near");
      nodes.addClass("chosen");
    });
  }

  pointOut(ids: Set<string> | null): void {
    this.core.batch(() => {
      this.core.nodes().removeClass("found");
      if (ids)
        this.core
          .nodes()
          .filter((node) => ids.has(node.id()))
          .addClass("found");
    });
  }

  zoom(factor: number): void {
    const middle = { x: this.core.width() / 2, y: this.core.height() / 2 };
    this.core.zoom({ level: this.core.zoom() * factor, renderedPosition: middle });
  }

  fit(): void {
    this.core.fit(undefined, 24);
    if (this.core.zoom() > 1.4) {
      this.core.zoom(1.4);
      this.core.center();
    }
  }

  nodes(): PlacedNode[] {
    return this.core.nodes().map((node) => ({ ...(node.data() as PlacedNode), ...node.position() }));
  }

  async png(): Promise<Blob> {
    const look = { full: true, maxWidth: 4000, maxHeight: 4000, scale: 2, bg: themed("--paper") };
    return this.core.png({ output: "blob-promise", ...look });
  }

  destroy(): void {
    this.core.destroy();
  }
}
