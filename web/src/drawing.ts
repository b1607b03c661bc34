// A network drawn: by cytoscape and fcose where they answer at once, else as a plain picture on a canvas. Cytoscape takes
// many seconds for the style of some thousand nodes and ties, and fcose more, while a picture of them is there at once.

import { onTheme, themed } from "./dom";
import type { Edge, Node, PlacedNode } from "./exports";
import { Graph } from "./graph";
import type { Mark } from "./marks";
import { Picture } from "./picture";
import { placed } from "./placing";
import type { Choice, Surface } from "./surface";
import "./drawing.css";

const NODES = 350;
const EDGES = 1200;

const radius = (weight: number) => 9 + 5 * Math.sqrt(Math.max(0, weight - 1));

/** A drawing that takes the surface that its network needs. */
export class Drawing {
  private surface: Surface | null = null;
  private current: Choice = null;
  private found: Set<string> | null = null;
  private content: [Node[], Edge[]] = [[], []];

  constructor(
    private readonly host: HTMLElement,
    private readonly known: Map<string, Mark>,
    private readonly chosen: (choice: Choice) => void,
  ) {
    onTheme(() => this.show(...this.content));
  }

  /** Draws another network; what is chosen and pointed out stays so. */
  show(nodes: Node[], edges: Edge[]): void {
    this.content = [nodes, edges];
    const Kind = nodes.length > NODES || edges.length > EDGES ? Picture : Graph;
    if (!(this.surface instanceof Kind)) {
      this.surface?.destroy();
      this.surface = new Kind(this.host, this.chosen);
    }
    this.surface.show(this.places(nodes, edges), edges);
    this.surface.choose(this.current);
    this.surface.pointOut(this.found);
  }

  private places(nodes: Node[], edges: Edge[]): PlacedNode[] {
    const at = new Map(nodes.map(({ id }, place) => [id, place]));
    const links = edges.map(({ source, target, weight }) => [at.get(source)!, at.get(target)!, weight] as const);
    const places = placed(nodes.length, links);
    const looks = new Map([...this.known].map(([kind, { colour, form }]) => [kind, { colour: themed(colour), form }]));
    return nodes.map((node, i) => ({ ...node, ...places[i]!, radius: radius(node.weight), ...looks.get(node.kind)! }));
  }

  choose(choice: Choice): void {
    this.current = choice;
    this.surface?.choose(choice);
  }

  pointOut(ids: Set<string> | null): void {
    this.found = ids;
    this.surface?.pointOut(ids);
  }

  zoom(factor: number): void {
    this.surface?.zoom(factor);
  }

  fit(): void {
    this.surface?.fit();
  }

  nodes(): PlacedNode[] {
    return this.surface?.nodes() ?? [];
  }

  async png(): Promise<Blob> {
    return this.surface!.png();
  }
}
