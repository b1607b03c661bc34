// A network of thousands of nodes as a picture on a canvas: it can be moved, zoomed and clicked.

import { h, themed } from "./dom";
import type { Edge, PlacedNode } from "./exports";
import { gestures } from "./gestures";
import { type Choice, ends, type Surface, width } from "./surface";

const LABELS = 60; // the largest nodes in sight are named
const REACH = 6; // how far beside a node or a tie a click may be, in pixels

interface Window {
  scale: number;
  x: number;
  y: number;
}

export class Picture implements Surface {
  private readonly canvas = h("canvas", { class: "picture" });
  private readonly resized: ResizeObserver;
  private placed: PlacedNode[] = [];
  private edges: Edge[] = [];
  private at = new Map<string, PlacedNode>();
  private window: Window = { scale: 1, x: 0, y: 0 };
  private wanted: string[] = [];
  private near: Set<string> | null = null;
  private found: Set<string> | null = null;
  private due = 0;

  constructor(
    private readonly host: HTMLElement,
    chosen: (choice: Choice) => void,
  ) {
    host.append(this.canvas);
    gestures(this.canvas, {
      move: (dx, dy) => this.look({ ...this.window, x: this.window.x + dx, y: this.window.y + dy }),
      zoom: (factor, x, y) => this.zoomAt(factor, x, y),
      click: (x, y) => chosen(this.hit(x, y)),
      point: (x, y) => host.classList.toggle("pointing", this.hit(x, y) !== null),
    });
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(host);
  }

  show(nodes: PlacedNode[], edges: Edge[]): void {
    this.placed = [...nodes].sort((a, b) => a.radius - b.radius);
    this.edges = edges;
    this.at = new Map(nodes.map((node) => [node.id, node]));
    this.fit();
  }

  choose(choice: Choice): void {
    this.wanted = ends(choice).filter((id) => this.at.has(id));
    const [one, other] = this.wanted;
    const mates = other
      ? []
      : this.edges.flatMap(({ source, target }) => (source === one ? [target] : target === one ? [source] : []));
    this.near = one ? new Set([...this.wanted, ...mates]) : null;
    this.later();
  }

  pointOut(ids: Set<string> | null): void {
    this.found = ids;
    this.later();
  }

  zoom(factor: number): void {
    this.zoomAt(factor, this.host.clientWidth / 2, this.host.clientHeight / 2);
  }

  fit(): void {
    const { clientWidth: wide, clientHeight: high } = this.host;
    this.look(this.whole(wide, high));
    this.draw();
  }

  nodes(): PlacedNode[] {
    return this.placed;
  }

  async png(): Promise<Blob> {
    const canvas = h("canvas", { width: 4000, height: 3000 });
    this.paint(canvas.getContext("2d")!, this.whole(4000, 3000), 4000, 3000);
    return new Promise((done) => canvas.toBlob((blob) => done(blob!)));
  }

  destroy(): void {
    this.resized.disconnect();
    cancelAnimationFrame(this.due);
    this.canvas.remove();
  }

  /** The window in which all nodes are seen. */
  private whole(wide: number, high: number): Window {
    const bounds = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
    const [left, right] = bounds(
      this.placed.map(({ x, radius }) => x - radius).concat(this.placed.map(({ x, radius }) => x + radius)),
    );
    const [top, bottom] = bounds(
      this.placed.map(({ y, radius }) => y - radius).concat(this.placed.map(({ y, radius }) => y + radius)),
    );
    const scale = Math.min((wide - 48) / (right - left || 1), (high - 48) / (bottom - top || 1), 1.4);
    return { scale, x: wide / 2 - ((left + right) / 2) * scale, y: high / 2 - ((top + bottom) / 2) * scale };
  }

  private look(window: Window): void {
    this.window = window;
    this.later();
  }

  private zoomAt(factor: number, x: number, y: number): void {
    const scale = Math.min(4, Math.max(0.02, this.window.scale * factor));
    const by = scale / this.window.scale;
    this.look({ scale, x: x - (x - this.window.x) * by, y: y - (y - this.window.y) * by });
  }

  private later(): void {
    cancelAnimationFrame(this.due);
    this.due = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    cancelAnimationFrame(this.due);
    const { clientWidth: wide, clientHeight: high } = this.host;
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.round(wide * ratio);
    this.canvas.height = Math.round(high * ratio);
    const context = this.canvas.getContext("2d")!;
    context.scale(ratio, ratio);
    this.paint(context, this.window, wide, high);
  }

  private paint(context: CanvasRenderingContext2D, window: Window, wide: number, high: number): void {
    context.fillStyle = themed("--paper");
    context.fillRect(0, 0, wide, high);
    context.save();
    context.translate(window.x, window.y);
    context.scale(window.scale, window.scale);
    this.paintEdges(context, window.scale);
    for (const node of this.placed) this.paintNode(context, node, window.scale);
    context.restore();
    this.paintLabels(context, window, wide, high);
  }

  private isNear({ source, target }: Edge): boolean {
    return this.wanted.length === 2
      ? this.wanted.includes(source) && this.wanted.includes(target)
      : this.wanted.includes(source) || this.wanted.includes(target);
  }

  private paintEdges(context: CanvasRenderingContext2D, scale: number): void {
    const chosen = this.near !== null;
    const lines = (edges: Edge[], thick: number) => {
      context.lineWidth = Math.max(thick, 0.5 / scale);
      context.beginPath();
      for (const { source, target } of edges) {
        const [a, b] = [this.at.get(source)!, this.at.get(target)!];
        context.moveTo(a.x, a.y);
        context.lineTo(b.x, b.y);
      }
      context.stroke();
    };
    context.strokeStyle = themed("--tie");
    context.globalAlpha = chosen ? 0.06 : 0.35;
    const byWidth = new Map<number, Edge[]>();
    for (const edge of this.edges) byWidth.set(edge.weight, [...(byWidth.get(edge.weight) ?? []), edge]);
    for (const [weight, edges] of byWidth) lines(edges, width(weight));
    if (!chosen) return;
    context.strokeStyle = themed("--accent");
    context.globalAlpha = 0.9;
    lines(
      this.edges.filter((edge) => this.isNear(edge)),
      2,
    );
  }

  private paintNode(
    context: CanvasRenderingContext2D,
    { id, x, y, radius, colour, form }: PlacedNode,
    scale: number,
  ): void {
    context.globalAlpha = this.near && !this.near.has(id) ? 0.15 : 1;
    context.beginPath();
    if (form.length === 0) context.arc(x, y, radius, 0, 2 * Math.PI);
    for (let i = 0; i < form.length; i += 2) context.lineTo(x + form[i]! * radius, y + form[i + 1]! * radius);
    context.closePath();
    context.fillStyle = colour;
    context.fill();
    if (!this.wanted.includes(id) && !this.found?.has(id)) return;
    context.strokeStyle = themed("--mark");
    context.lineWidth = 3 / scale;
    context.stroke();
  }

  /** Names for the largest nodes in sight, none over another. */
  private paintLabels(context: CanvasRenderingContext2D, { scale, x, y }: Window, wide: number, high: number): void {
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "center";
    context.globalAlpha = 1;
    context.fillStyle = themed("--ink");
    context.strokeStyle = themed("--paper");
    context.lineWidth = 3;
    const taken: [number, number, number][] = [];
    const pointed = this.placed.filter(({ id }) => this.near?.has(id) || this.found?.has(id));
    const candidates = [...pointed.reverse(), ...(this.near ? [] : [...this.placed].reverse())];
    for (const node of candidates) {
      if (taken.length >= LABELS) break;
      const [left, top] = [node.x * scale + x, (node.y + node.radius) * scale + y + 11];
      if (left < 0 || top < 0 || left > wide || top > high) continue;
      const half = context.measureText(node.label).width / 2 + 4;
      if (taken.some(([a, b, other]) => Math.abs(a - left) < half + other && Math.abs(b - top) < 14)) continue;
      taken.push([left, top, half]);
      context.strokeText(node.label, left, top);
      context.fillText(node.label, left, top);
    }
  }

  /** What lies under a pixel: a node, else a tie. */
  private hit(x: number, y: number): Choice {
    const { scale } = this.window;
    const [left, top] = [(x - this.window.x) / scale, (y - this.window.y) / scale];
    const reach = REACH / scale;
    const node = this.placed.findLast((one) => Math.hypot(one.x - left, one.y - top) <= one.radius + reach / 2);
    if (node) return node.id;
    const edge = this.edges.find(({ source, target }) => {
      const [a, b] = [this.at.get(source)!, this.at.get(target)!];
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const along = Math.min(1, Math.max(0, ((left - a.x) * dx + (top - a.y) * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(a.x + along * dx - left, a.y + along * dy - top) <= reach / 2;
    });
    return edge ? [edge.source, edge.target] : null;
  }
}
