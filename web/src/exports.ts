// A network as a file: GraphML for networkx and Gephi, SVG for print. Pure: a drawing's content → text.

import type { Form } from "./marks";
import { points } from "./marks";

export interface Node {
  id: string;
  label: string;
  kind: string;
  weight: number;
  /** Where a thing has a page, and what else is told of it. */
  place?: string;
}

export interface Edge {
  source: string;
  target: string;
  weight: number;
  label: string;
}

export interface PlacedNode extends Node {
  x: number;
  y: number;
  radius: number;
  colour: string;
  form: Form;
}

/** Text for XML 1.0, without the control characters that it can't hold. */
export function escaped(text: string): string {
  const codes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what has to go
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"]/g, (c) => codes[c]!);
}

const KEYS = [
  ["node", "label", "string"],
  ["node", "kind", "string"],
  ["node", "place", "string"],
  ["node", "projects", "int"],
  ["edge", "weight", "double"],
  ["edge", "label", "string"],
] as const;

function data(key: string, value: string | number): string {
  return `<data key="${key}">${escaped(String(value))}</data>`;
}

/** GraphML (graphml.graphdrawing.org/specification): ids are IRIs, an edge's weight its shared projects. */
export function graphml(nodes: Node[], edges: Edge[]): string {
  const keys = KEYS.map(
    ([of, name, type]) => `  <key id="${of}-${name}" for="${of}" attr.name="${name}" attr.type="${type}"/>`,
  );
  const vertices = nodes.map((node) => {
    const place = node.place ? data("node-place", node.place) : "";
    const told = data("node-label", node.label) + data("node-kind", node.kind) + place;
    return `    <node id="${escaped(node.id)}">${told}${data("node-projects", node.weight)}</node>`;
  });
  const lines = edges.map(
    ({ source, target, weight, label }) =>
      `    <edge source="${escaped(source)}" target="${escaped(target)}">${data("edge-weight", weight)}${data("edge-label", label)}</edge>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
    '  xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">',
    ...keys,
    '  <graph id="network" edgedefault="undirected">',
    ...vertices,
    ...lines,
    "  </graph>",
    "</graphml>",
    "",
  ].join("\n");
}

export interface Colours {
  paper: string;
  ink: string;
  line: string;
}

function drawn({ x, y, radius, colour, form, label }: PlacedNode): string {
  const title = `<title>${escaped(label)}</title>`;
  const look = `fill="${escaped(colour)}"`;
  return form.length > 0
    ? `<polygon points="${points(form, x, y, radius)}" ${look}>${title}</polygon>`
    : `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius.toFixed(1)}" ${look}>${title}</circle>`;
}

/** The drawing as SVG, in the colours of the page. */
export function svgOf(nodes: PlacedNode[], edges: Edge[], colours: Colours): string {
  const at = new Map(nodes.map((node) => [node.id, node]));
  const margin = 60;
  const bounds = (values: number[]) => [Math.min(...values) - margin, Math.max(...values) + margin] as const;
  const [left, right] = bounds(nodes.map(({ x }) => x));
  const [top, bottom] = bounds(nodes.map(({ y }) => y));
  const box = [left, top, right - left, bottom - top].map((value) => value.toFixed(0)).join(" ");
  const lines = edges.flatMap(({ source, target, weight }) => {
    const [a, b] = [at.get(source), at.get(target)];
    if (!a || !b) return [];
    const ends = `x1="${a.x.toFixed(1)}" y1="${a.y.toFixed(1)}" x2="${b.x.toFixed(1)}" y2="${b.y.toFixed(1)}"`;
    return [`<line ${ends} stroke-width="${(1 + Math.log2(weight) * 1.5).toFixed(1)}"/>`];
  });
  const labels = nodes.map(({ x, y, radius, label }) => {
    return `<text x="${x.toFixed(1)}" y="${(y + radius + 12).toFixed(1)}">${escaped(label)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" font-family="sans-serif" font-size="11">`,
    `<rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" fill="${escaped(colours.paper)}"/>`,
    `<g stroke="${escaped(colours.line)}" stroke-opacity="0.6">${lines.join("")}</g>`,
    `<g>${nodes.map(drawn).join("")}</g>`,
    `<g fill="${escaped(colours.ink)}" text-anchor="middle">${labels.join("")}</g>`,
    "</svg>",
    "",
  ].join("\n");
}
