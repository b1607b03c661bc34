// Where the organisations stand before fcose refines them: each connected part by pivot MDS (Brandes and Pich 2007) and a
// few steps of springs, large ones community by community, then the parts side by side. The same network stands the same
// way every time. Large networks keep these places, since fcose takes many seconds for two thousand organisations.

import { communities, type Graph } from "./communities";

export interface Place {
  x: number;
  y: number;
}

const PIVOTS = 16;
const STEPS = 24;
const SPACE = 46; // how far apart neighbours want to be
const NODE = 10; // the radius of a node
const WHOLE = 150; // nodes that are placed as one; more fall into communities first
const TURN = 2.399_963; // the golden angle: no two turns of it point the same way

type Links = number[][];

/** Two nodes and how strong their tie is. */
export type Weighted = readonly [number, number, number];

function graphOf(count: number, edges: readonly Weighted[]): Graph {
  const links: Links = Array.from({ length: count }, () => []);
  const weights: number[][] = Array.from({ length: count }, () => []);
  for (const [a, b, weight] of edges) {
    links[a]!.push(b);
    weights[a]!.push(weight);
    links[b]!.push(a);
    weights[b]!.push(weight);
  }
  return { links, weights };
}

/** Steps from one node to each of its part, by breadth; -1 for those of other parts. */
function steps(links: Links, from: number): Int32Array {
  const found = new Int32Array(links.length).fill(-1);
  const queue = [from];
  found[from] = 0;
  for (const node of queue)
    for (const next of links[node]!)
      if (found[next] === -1) {
        found[next] = found[node]! + 1;
        queue.push(next);
      }
  return found;
}

/** The connected parts, the largest first. */
export function parts(links: Links): number[][] {
  const seen = new Uint8Array(links.length);
  const found: number[][] = [];
  for (let start = 0; start < links.length; start++) {
    if (seen[start]) continue;
    const part = [start];
    seen[start] = 1;
    for (const node of part)
      for (const next of links[node]!)
        if (!seen[next]) {
          seen[next] = 1;
          part.push(next);
        }
    found.push(part);
  }
  return found.sort((a, b) => b.length - a.length || a[0]! - b[0]!);
}

/** Squared distances from pivots that lie far from each other, doubly centred: a column for each pivot. */
function centred(links: Links): Float64Array[] {
  const count = links.length;
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const columns: Float64Array[] = [];
  for (let pivot = 0; columns.length < Math.min(PIVOTS, count); ) {
    const column = Float64Array.from(steps(links, pivot), (distance) => distance ** 2);
    columns.push(column);
    for (let node = 0; node < count; node++) {
      nearest[node] = Math.min(nearest[node]!, column[node]!);
      if (nearest[node]! > nearest[pivot]!) pivot = node;
    }
    if (nearest[pivot] === 0) break;
  }
  const ofNode = new Float64Array(count);
  const ofColumn = columns.map((column) => column.reduce((sum, one) => sum + one, 0) / count);
  for (const column of columns)
    for (let node = 0; node < count; node++) ofNode[node]! += column[node]! / columns.length;
  const all = ofColumn.reduce((sum, one) => sum + one, 0) / columns.length;
  return columns.map((column, i) => column.map((value, node) => -0.5 * (value - ofNode[node]! - ofColumn[i]! + all)));
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** Where the nodes lie along the direction in which the columns vary most and that `other` does not show. */
function axis(columns: Float64Array[], other: Float64Array | null): Float64Array {
  const products = columns.map((a) => Float64Array.from(columns, (b) => dot(a, b)));
  let vector = Float64Array.from(columns, (_, i) => 1 + ((i * 7 + (other ? 3 : 0)) % 5));
  for (let turn = 0; turn < 40; turn++) {
    const next = Float64Array.from(products, (row) => dot(row, vector));
    const shared = other ? dot(next, other) : 0;
    const free = next.map((value, i) => value - shared * (other?.[i] ?? 0));
    const length = Math.sqrt(dot(free, free)) || 1;
    vector = free.map((value) => value / length);
  }
  return vector;
}

/** The nodes' places along a direction. */
function along(columns: Float64Array[], direction: Float64Array): Float64Array {
  const found = new Float64Array(columns[0]!.length);
  columns.forEach((column, i) => {
    for (let node = 0; node < found.length; node++) found[node]! += column[node]! * direction[i]!;
  });
  return found;
}

/** Where nodes stand while springs move them: plain numbers, since this is what takes the time. */
interface Standing {
  x: Float64Array;
  y: Float64Array;
  dx: Float64Array;
  dy: Float64Array;
  radii: number[];
}

/** Pushes apart what stands too close for its size, pulls together what is linked. */
function spring(places: Place[], links: Links, radii: number[]): void {
  const numbers = (of: (place: Place) => number) => Float64Array.from(places, of);
  const zero = () => new Float64Array(places.length);
  const at: Standing = { x: numbers(({ x }) => x), y: numbers(({ y }) => y), dx: zero(), dy: zero(), radii };
  for (let step = 0; step < STEPS; step++) {
    const heat = 0.6 * (1 - step / STEPS) + 0.1;
    pushAll(at);
    links.forEach((own, node) => {
      pull(at, node, own);
    });
    for (let node = 0; node < places.length; node++) {
      at.x[node]! += at.dx[node]! * heat;
      at.y[node]! += at.dy[node]! * heat;
    }
    at.dx.fill(0);
    at.dy.fill(0);
  }
  places.forEach((place, node) => {
    place.x = at.x[node]!;
    place.y = at.y[node]!;
  });
}

/** Every two that stand close, found by a grid: in each cell a chain of its nodes. */
function pushAll(at: Standing): void {
  const size = 2 * Math.max(...at.radii) + SPACE;
  const [left, top] = [Math.min(...at.x), Math.min(...at.y)];
  const columns = Math.floor((Math.max(...at.x) - left) / size) + 3;
  const rows = Math.floor((Math.max(...at.y) - top) / size) + 3;
  const first = new Int32Array(columns * rows).fill(-1);
  const next = new Int32Array(at.x.length);
  for (let node = 0; node < at.x.length; node++) {
    const cell = (Math.floor((at.y[node]! - top) / size) + 1) * columns + Math.floor((at.x[node]! - left) / size) + 1;
    // Those that came before stand in this cell or one around it: each two meet once
    for (let row = -columns; row <= columns; row += columns)
      for (let near = cell + row - 1; near <= cell + row + 1; near++)
        for (let other = first[near]!; other >= 0; other = next[other]!) push(at, node, other);
    next[node] = first[cell]!;
    first[cell] = node;
  }
}

function push({ x, y, dx, dy, radii }: Standing, node: number, other: number): void {
  let [right, down] = [x[node]! - x[other]!, y[node]! - y[other]!];
  const wanted = radii[node]! + radii[other]! + SPACE * 0.6;
  const square = right * right + down * down;
  if (square >= wanted * wanted) return;
  // Two on one spot part in a direction of their own, the same in every run
  if (square === 0) [right, down] = [Math.cos(node * TURN), Math.sin(node * TURN)];
  const distance = Math.sqrt(square) || 1;
  const force = Math.min(((wanted - distance) / distance) * 0.35, 20);
  dx[node]! += right * force;
  dy[node]! += down * force;
  dx[other]! -= right * force;
  dy[other]! -= down * force;
}

function pull({ x, y, dx, dy, radii }: Standing, node: number, own: number[]): void {
  for (const other of own) {
    const right = x[other]! - x[node]!;
    const down = y[other]! - y[node]!;
    const wanted = radii[node]! + radii[other]! + SPACE * 0.8;
    const square = right * right + down * down;
    if (square <= wanted * wanted) continue;
    const force = ((1 - wanted / Math.sqrt(square)) / own.length) * 0.5;
    dx[node]! += right * force;
    dy[node]! += down * force;
  }
}

/** A connected part by itself. */
function spread(links: Links, radii: number[]): Place[] {
  if (links.length === 1) return [{ x: 0, y: 0 }];
  const columns = centred(links);
  const first = axis(columns, null);
  const [across, down] = [along(columns, first), along(columns, axis(columns, first))];
  const raw = links.map((_, node) => ({ x: across[node]!, y: down[node]! }));
  const widest = Math.max(...raw.map(({ x, y }) => Math.sqrt(x * x + y * y))) || 1;
  const area = radii.reduce((sum, radius) => sum + (radius + SPACE / 2) ** 2, 0);
  const places = raw.map(({ x, y }, node) => ({
    x: (x / widest) * Math.sqrt(area) + Math.cos(node * TURN) * SPACE * 0.4,
    y: (y / widest) * Math.sqrt(area) + Math.sin(node * TURN) * SPACE * 0.4,
  }));
  spring(places, links, radii);
  return places;
}

/** The links inside a list of nodes, by their place in it. */
function inside(links: Links, nodes: number[]): Links {
  const local = new Map(nodes.map((node, place) => [node, place]));
  return nodes.map((node) => links[node]!.map((other) => local.get(other)).filter((place) => place !== undefined));
}

/** Links between groups: each once, and to every group whose nodes are linked. */
function between(links: Links, groups: number[][]): Links {
  const of = new Int32Array(links.length);
  groups.forEach((group, place) => {
    for (const node of group) of[node] = place;
  });
  return groups.map((group, place) => {
    const found = new Set(group.flatMap((node) => links[node]!.map((other) => of[other]!)));
    found.delete(place);
    return [...found].sort((a, b) => a - b);
  });
}

/** A connected part: a large one by its communities, each a disc in a drawing of discs. */
function placedPart(graph: Graph): Place[] {
  const count = graph.links.length;
  const groups = count > WHOLE ? communities(graph) : [];
  if (groups.length < 2) return spread(graph.links, new Array(count).fill(NODE));
  const found: Place[] = new Array(count);
  const discs = groups.map((group) => {
    const places = spreadParts(inside(graph.links, group));
    return { group, places, radius: Math.max(NODE, ...places.map(({ x, y }) => Math.hypot(x, y))) };
  });
  const centres = spread(
    between(graph.links, groups),
    discs.map(({ radius }) => radius),
  );
  discs.forEach(({ group, places }, i) => {
    group.forEach((node, place) => {
      found[node] = { x: centres[i]!.x + places[place]!.x, y: centres[i]!.y + places[place]!.y };
    });
  });
  return found;
}

/** Nodes around a centre; they hold together as one disc though some may only be linked outside of it. */
function spreadParts(links: Links): Place[] {
  const places = parts(links).length === 1 ? spread(links, new Array(links.length).fill(NODE)) : links.map(sunflower);
  const mean = (of: (place: Place) => number) => places.reduce((sum, place) => sum + of(place), 0) / places.length;
  const [x, y] = [mean((place) => place.x), mean((place) => place.y)];
  return places.map((place) => ({ x: place.x - x, y: place.y - y }));
}

/** The seeds of a sunflower: every node as near the centre as it can be. */
function sunflower(_: number[], node: number): Place {
  const distance = SPACE * 0.75 * Math.sqrt(node);
  return { x: Math.cos(node * TURN) * distance, y: Math.sin(node * TURN) * distance };
}

interface Shelf {
  x: number;
  y: number;
  height: number;
}

/** Moves a part to the next free spot of shelves as wide as the whole is high. */
function shelve(places: Place[], shelf: Shelf, width: number): void {
  const left = Math.min(...places.map(({ x }) => x));
  const top = Math.min(...places.map(({ y }) => y));
  const [wide, high] = [Math.max(...places.map(({ x }) => x)) - left, Math.max(...places.map(({ y }) => y)) - top];
  if (shelf.x > 0 && shelf.x + wide > width) Object.assign(shelf, { x: 0, y: shelf.y + shelf.height, height: 0 });
  for (const place of places) {
    place.x += shelf.x - left;
    place.y += shelf.y - top;
  }
  shelf.x += wide + SPACE * 2;
  shelf.height = Math.max(shelf.height, high + SPACE * 2);
}

/** A place for each of `count` nodes. */
export function placed(count: number, edges: readonly Weighted[]): Place[] {
  const { links, weights } = graphOf(count, edges);
  const found: Place[] = new Array(count);
  const shelf = { x: 0, y: 0, height: 0 };
  const width = SPACE * Math.sqrt(count) * 1.9;
  for (const part of parts(links)) {
    const places = placedPart({ links: inside(links, part), weights: part.map((node) => weights[node]!) });
    shelve(places, shelf, width);
    part.forEach((node, i) => {
      found[node] = places[i]!;
    });
  }
  return found;
}
