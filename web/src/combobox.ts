// A text field that suggests as one types: the combobox with a list box of WAI-ARIA's Authoring Practices 1.2.

import { h } from "./dom";
import { say } from "./words";

export interface Suggestion {
  label: string;
  /** What tells it from others of the same name. */
  note?: string;
  pick: () => void;
}

type Ask = (text: string, signal: AbortSignal) => Promise<Suggestion[]>;

const PAUSE = 120; // ms without a key before it asks
let made = 0;

class Combobox {
  private readonly list: HTMLUListElement;
  private shown: Suggestion[] = [];
  private at = -1;
  private timer = 0;
  private asking = new AbortController();

  constructor(
    private readonly input: HTMLInputElement,
    private readonly ask: Ask,
  ) {
    const id = `suggestions-${++made}`;
    this.list = h("ul", { class: "suggestions", role: "listbox", id, "aria-label": say("suggestions"), hidden: true });
    input.after(this.list);
    input.parentElement!.classList.add("suggesting");
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
    for (const [name, value] of Object.entries({ ...roles, autocomplete: "off" })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
  }

  private later(): void {
    clearTimeout(this.timer);
    this.asking.abort();
    this.timer = window.setTimeout(() => void this.suggest(), PAUSE);
  }

  private async suggest(): Promise<void> {
    const text = this.input.value.trim();
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const found = text ? await this.ask(text, signal) : [];
      if (!signal.aborted && document.activeElement === this.input) this.show(found);
    } catch (error) {
      if (!signal.aborted) console.info("no suggestions:", String(error));
    }
  }

  private show(found: Suggestion[]): void {
    this.shown = found;
    const entries = found.map(({ label, note }, place) => {
      const entry = h("li", { role: "option", id: `${this.list.id}-${place}`, "aria-selected": "false" });
      entry.append(h("span", {}, label), note ? h("small", {}, note) : "");
      // Not click: the field would lose the focus, and the list close, before
      entry.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        this.pick(place);
      });
      return entry;
    });
    this.list.replaceChildren(...entries);
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.move(-1);
  }

  private move(place: number): void {
    this.at = place;
    [...this.list.children].forEach((entry, i) => {
      entry.setAttribute("aria-selected", String(i === place));
      if (i === place) entry.scrollIntoView({ block: "nearest" });
    });
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${place}`);
  }

  private key(event: KeyboardEvent): void {
    const open = !this.list.hidden;
    const count = this.shown.length;
    if (event.key === "ArrowDown" && !open) void this.suggest();
    else if (event.key === "ArrowDown") this.move((this.at + 1) % count);
    else if (event.key === "ArrowUp" && open) this.move(this.at <= 0 ? count - 1 : this.at - 1);
    else if (event.key === "Enter" && open && this.at >= 0) this.pick(this.at);
    else if (event.key === "Escape" && open) this.close();
    else return;
    event.preventDefault();
  }

  private pick(place: number): void {
    const { pick } = this.shown[place]!;
    this.close();
    pick();
  }

  private close(): void {
    clearTimeout(this.timer);
    this.asking.abort();
    this.show([]);
  }
}

/** Makes a field suggest what `ask` finds for its text. */
export function suggesting(input: HTMLInputElement, ask: Ask): void {
  new Combobox(input, ask);
}
