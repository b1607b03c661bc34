// Where the organisations stand before fcose refines them: each connected part by pivot MDS (Brandes and Pich 2007) and a
// few steps of springs, then the parts side by side. The same network stands the same way every time. Large networks
// keep these places, since fcose takes many seconds for two thousand organisations.

export interface Place {
  x: number;
  y: number;
}

const PIVOTS = 24;
const STEPS = 40;
const SPACE = 46; // how far apart neighbours want to be

type Links = number[][];

function linksOf(count: number, edges: readonly (readonly [number, number])[]): Links {
  const links: Links = Array.from({ length: count }, () => []);
  for (const [a, b] of edges) {
    links[a]!.push(b);
    links[b]!.push(a);
  }
  return links;
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

/** Squared distances from pivots that lie far from each other, doubly centred: a row for each node. */
function centred(links: Links): Float64Array[] {
  const rows = links.map(() => new Float64Array(Math.min(PIVOTS, links.length)));
  const nearest = new Float64Array(links.length).fill(Number.POSITIVE_INFINITY);
  let pivot = 0;
  for (let column = 0; column < rows[0]!.length; column++) {
    const distances = steps(links, pivot);
    for (let node = 0; node < links.length; node++) {
      rows[node]![column] = distances[node]! ** 2;
      nearest[node] = Math.min(nearest[node]!, distances[node]!);
      if (nearest[node]! > nearest[pivot]!) pivot = node;
    }
    if (nearest[pivot] === 0) pivot = (column + 1) % links.length;
  }
  const mean = (list: ArrayLike<number>) => Array.from(list).reduce((sum, one) => sum + one, 0) / list.length;
  const columns = Array.from(rows[0]!, (_, column) => mean(rows.map((row) => row[column]!)));
  const all = mean(columns);
  return rows.map((row) => {
    const own = mean(row);
    return row.map((value, column) => -0.5 * (value - own - columns[column]! + all));
  });
}

/** The direction in which the rows vary most and that `other` does not show, by power iteration. */
function axis(rows: Float64Array[], other: Float64Array | null): Float64Array {
  const size = rows[0]!.length;
  let vector = Float64Array.from({ length: size }, (_, i) => 1 + ((i * 7 + (other ? 3 : 0)) % 5));
  for (let turn = 0; turn < 40; turn++) {
    const next = new Float64Array(size);
    for (const row of rows) {
      const along = row.reduce((sum, value, i) => sum + value * vector[i]!, 0);
      for (let i = 0; i < size; i++) next[i]! += along * row[i]!;
    }
    const shared = other ? next.reduce((sum, value, i) => sum + value * other[i]!, 0) : 0;
    const free = next.map((value, i) => value - shared * (other?.[i] ?? 0));
    const length = Math.hypot(...free) || 1;
    vector = free.map((value) => value / length);
  }
  return vector;
}

/** A grid whose cells hold the nodes that stand in them. */
function cells(places: Place[], size: number): Map<number, number[]> {
  const grid = new Map<number, number[]>();
  places.forEach(({ x, y }, node) => {
    const key = Math.floor(x / size) * 65_536 + Math.floor(y / size);
    const cell = grid.get(key);
    if (cell) cell.push(node);
    else grid.set(key, [node]);
  });
  return grid;
}

/** Pushes apart what stands close, pulls together what is linked. */
function spring(places: Place[], links: Links): void {
  for (let step = 0; step < STEPS; step++) {
    const heat = 0.6 * (1 - step / STEPS) + 0.1;
    const grid = cells(places, SPACE * 1.5);
    const moves = places.map(() => ({ x: 0, y: 0 }));
    places.forEach((place, node) => {
      const move = moves[node]!;
      push(place, node, places, grid, move);
      const own = links[node]!;
      for (const other of own) {
        const dx = places[other]!.x - place.x;
        const dy = places[other]!.y - place.y;
        const distance = Math.sqrt(dx * dx + dy * dy) || 1;
        const pull = (distance - SPACE) / distance / own.length;
        move.x += dx * pull * 0.4;
        move.y += dy * pull * 0.4;
      }
    });
    places.forEach((place, node) => {
      place.x += moves[node]!.x * heat;
      place.y += moves[node]!.y * heat;
    });
  }
}

function push(place: Place, node: number, places: Place[], grid: Map<number, number[]>, move: Place): void {
  const size = SPACE * 1.5;
  const [column, row] = [Math.floor(place.x / size), Math.floor(place.y / size)];
  for (let i = column - 1; i <= column + 1; i++)
    for (let j = row - 1; j <= row + 1; j++)
      for (const other of grid.get(i * 65_536 + j) ?? []) {
        if (other === node) continue;
        const dx = place.x - places[other]!.x;
        const dy = place.y - places[other]!.y;
        const distance = Math.sqrt(dx * dx + dy * dy) || 0.01;
        if (distance >= size) continue;
        const force = ((size - distance) / distance) * 0.25;
        // Two on one spot part in a direction of their own, the same in every run
        move.x += (dx || Math.cos(node * 2.4)) * Math.min(force, 20);
        move.y += (dy || Math.sin(node * 2.4)) * Math.min(force, 20);
      }
}

function placedPart(links: Links): Place[] {
  if (links.length === 1) return [{ x: 0, y: 0 }];
  const rows = centred(links);
  const first = axis(rows, null);
  const second = axis(rows, first);
  const along = (row: Float64Array, direction: Float64Array) => row.reduce((sum, v, i) => sum + v * direction[i]!, 0);
  const raw = rows.map((row) => ({ x: along(row, first), y: along(row, second) }));
  const spread = Math.max(...raw.map(({ x, y }) => Math.hypot(x, y))) || 1;
  const radius = (SPACE * Math.sqrt(links.length)) / 1.4;
  // A turn of the golden angle parts those whom the distances alone put on one spot
  const places = raw.map(({ x, y }, node) => ({
    x: (x / spread) * radius + Math.cos(node * 2.4) * SPACE * 0.4,
    y: (y / spread) * radius + Math.sin(node * 2.4) * SPACE * 0.4,
  }));
  spring(places, links);
  return places;
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
export function placed(count: number, edges: readonly (readonly [number, number])[]): Place[] {
  const links = linksOf(count, edges);
  const found: Place[] = new Array(count);
  const shelf = { x: 0, y: 0, height: 0 };
  const width = SPACE * Math.sqrt(count) * 1.9;
  for (const part of parts(links)) {
    const local = new Map(part.map((node, i) => [node, i]));
    const places = placedPart(part.map((node) => links[node]!.map((other) => local.get(other)!)));
    shelve(places, shelf, width);
    part.forEach((node, i) => {
      found[node] = places[i]!;
    });
  }
  return found;
}
