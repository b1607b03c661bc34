// How kinds are told apart: a colour and a form each, so that colour is never the only sign.

/** Corners between -1 and 1; none for a circle. */
export type Form = readonly number[];

const FORMS: Form[] = [
  [],
  [-0.85, -0.85, 0.85, -0.85, 0.85, 0.85, -0.85, 0.85],
  [0, -1, 1, 0, 0, 1, -1, 0],
  [0, -1, 0.95, 0.75, -0.95, 0.75],
  [-0.5, -0.9, 0.5, -0.9, 1, 0, 0.5, 0.9, -0.5, 0.9, -1, 0],
  [-0.95, -0.75, 0.95, -0.75, 0, 1],
  [0, -1, 0.95, -0.3, 0.6, 0.85, -0.6, 0.85, -0.95, -0.3],
];
const COLOURS = 8; // --kind-0 … --kind-7 of base.css

export interface Mark {
  /** The name of the theme's colour. */
  colour: string;
  form: Form;
}

/** A mark for each kind, the same wherever these kinds are shown: the commonest take the plainest. */
export function marks(kinds: readonly string[]): Map<string, Mark> {
  const used = new Map<string, number>();
  for (const kind of kinds) used.set(kind, (used.get(kind) ?? 0) + 1);
  const order = [...used].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return new Map(
    order.map(([kind], i) => [kind, { colour: `--kind-${i % COLOURS}`, form: FORMS[i % FORMS.length]! }] as const),
  );
}

/** A form as the points of an SVG polygon. */
export function points(form: Form, x: number, y: number, radius: number): string {
  const round = (value: number) => Math.round(value * 10) / 10;
  const corners: string[] = [];
  for (let i = 0; i < form.length; i += 2)
    corners.push(`${round(x + form[i]! * radius)},${round(y + form[i + 1]! * radius)}`);
  return corners.join(" ");
}
