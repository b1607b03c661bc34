// Pointers on a canvas as what they mean: one moves the picture, two spread it, the wheel zooms, a short one is a click.

export interface Gestures {
  move(dx: number, dy: number): void;
  zoom(factor: number, x: number, y: number): void;
  click(x: number, y: number): void;
  point(x: number, y: number): void;
}

const STILL = 5; // pixels within which a pointer has not moved

/** Calls back for what pointers do on an element. */
export function gestures(element: HTMLElement, on: Gestures): void {
  const down = new Map<number, PointerEvent>();
  let travelled = 0;
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    if (down.size === 0) travelled = 0;
    down.set(event.pointerId, event);
  });
  element.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId);
    if (!before) {
      on.point(event.offsetX, event.offsetY);
      return;
    }
    const [dx, dy] = [event.offsetX - before.offsetX, event.offsetY - before.offsetY];
    travelled += Math.abs(dx) + Math.abs(dy);
    const other = [...down.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    if (!other) on.move(dx, dy);
    else {
      const apart = (one: PointerEvent) => Math.hypot(one.offsetX - other.offsetX, one.offsetY - other.offsetY) || 1;
      on.zoom(apart(event) / apart(before), other.offsetX, other.offsetY);
    }
    down.set(event.pointerId, event);
  });
  element.addEventListener("pointerup", (event) => {
    if (down.size === 1 && travelled < STILL) on.click(event.offsetX, event.offsetY);
    down.delete(event.pointerId);
  });
  element.addEventListener("pointercancel", (event) => down.delete(event.pointerId));
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    on.zoom(1.0015 ** -event.deltaY, event.offsetX, event.offsetY);
  };
  element.addEventListener("wheel", wheel, { passive: false });
}
