// The page of the console: an editor that knows our terms, the questions as examples, and answers in several views.

import type { Rows } from "./answers";
import { filled } from "./blanks";
import { suggesting } from "./combobox";
import { address, fetched, language, type Question, type Terms } from "./data";
import { button, h } from "./dom";
import { type Editor, editor } from "./editor";
import { find } from "./finding";
import { rowsTold, saving, tabs, textView, viewsOf } from "./outcome";
import { remembered } from "./state";
import { say } from "./words";
import "./views.css";
import "./console.css";

const GRAPHS = ["CONSTRUCT", "DESCRIBE"];
const JSON_RESULTS = "application/sparql-results+json";

/** What a server says when it refuses (RFC 9457). */
interface Problem {
  detail: string;
  line?: number;
  column?: number;
}

class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

async function problem(response: Response): Promise<Problem> {
  const content = await response.text();
  try {
    return JSON.parse(content) as Problem;
  } catch {
    return { detail: content || `${response.status} ${response.statusText}` };
  }
}

class Console {
  private readonly answer = h("section", { class: "answer", "aria-label": say("answer") });
  private readonly status = h("p", { class: "status", role: "status" });
  private readonly blanks = h("div");
  private readonly runButton = button(say("run"), () => void this.run(), { class: "primary" });
  private readonly stopButton = button(say("stop"), () => this.running?.abort(), { disabled: true });
  private readonly editor: Editor;
  private running: AbortController | null = null;

  constructor(
    private readonly questions: Question[],
    terms: Terms,
    view: HTMLElement,
  ) {
    const host = h("div", { class: "editor" });
    const begin = view.querySelector("textarea")?.value ?? "";
    const examples = this.examples();
    const keys = h("p", { class: "quiet" }, say("consoleHint"));
    const tools = h("div", { class: "tools" }, this.runButton, this.stopButton);
    view.replaceChildren(examples, this.blanks, host, keys, tools, this.status, this.answer);
    this.editor = editor(host, terms, begin, () => void this.run());
    this.open();
  }

  /** What the address asks for: a question by its name, or a query that somebody shared. */
  private open(): void {
    const shared = new URLSearchParams(location.hash.slice(1)).get("query");
    const question = this.questions.find(({ name }) => name === remembered("question"));
    const given = shared ?? (remembered("query") || null);
    if (given !== null) this.editor.set(given);
    else if (question) this.take(question);
  }

  private examples(): HTMLElement {
    const options = this.questions.map(({ name, summary }) => h("option", { value: name }, summary[language]));
    const select = h("select", { name: "example" }, h("option", { value: "" }, say("chooseExample")), ...options);
    select.addEventListener("change", () => {
      const question = this.questions.find(({ name }) => name === select.value);
      if (question) this.take(question);
    });
    return h("label", { class: "field examples" }, h("span", {}, say("examples")), select);
  }

  /** Puts a question into the editor; where it has blanks, a form asks for their values first. */
  private take(question: Question): void {
    this.editor.set(filled(question.query, question.parameters, {}));
    const fields = question.parameters.map((blank) => {
      const input = h("input", { name: blank.name, value: blank.default ?? "", required: !blank.optional });
      const field = h("label", { class: "field" }, h("span", {}, blank.name), h("span", {}, input));
      if (["text", "iri", "sv", "en"].includes(blank.type))
        suggesting(input, (text, signal) => this.names(input, text, signal));
      return field;
    });
    const form = h(
      "form",
      { class: "filters", "aria-label": say("parameters") },
      ...fields,
      h("button", {}, say("insert")),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
      this.editor.set(filled(question.query, question.parameters, values));
      void this.run();
    });
    this.blanks.replaceChildren(...(fields.length > 0 ? [form] : []));
  }

  private async names(input: HTMLInputElement, text: string, signal: AbortSignal) {
    const found = await find(text, signal);
    return found.map(({ label, note }) => {
      return { label, note, pick: () => Object.assign(input, { value: label }) };
    });
  }

  private async ask(accept: string, signal?: AbortSignal): Promise<Response> {
    const body = new URLSearchParams({ query: this.editor.text() });
    const headers = { Accept: `${accept}, application/problem+json;q=0.1` };
    const response = await fetch(address("sparql"), { method: "POST", body, headers, ...(signal ? { signal } : {}) });
    if (!response.ok) throw new Refused(await problem(response));
    return response;
  }

  private async run(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.stopButton.disabled = false;
    this.status.textContent = say("running");
    this.answer.replaceChildren();
    this.editor.mark(null);
    history.replaceState(null, "", `#${new URLSearchParams({ query: this.editor.text() })}`);
    try {
      await this.show(running.signal);
    } catch (error) {
      this.refused(error, running.signal.aborted);
    } finally {
      if (this.running === running) this.stopButton.disabled = true;
    }
  }

  private async show(signal: AbortSignal): Promise<void> {
    const began = performance.now();
    const graph = GRAPHS.includes(this.editor.type());
    const response = await this.ask(graph ? "text/turtle" : JSON_RESULTS, signal);
    const content = await response.text();
    const took = performance.now() - began;
    const save = (rows: Rows | null) => saving(rows, async (accept) => (await this.ask(accept)).blob());
    if (graph) return this.put(`${Math.round(took)} ms`, save(null), tabs([textView(content)]));
    const { head, results, boolean } = JSON.parse(content);
    if (boolean !== undefined)
      return this.put(`${Math.round(took)} ms`, h("p", { class: "verdict" }, say(boolean ? "yes" : "no")));
    const rows = { variables: head.vars, rows: results.bindings };
    this.put(rowsTold(rows, took), save(rows), tabs([...viewsOf(rows), textView(content)]));
  }

  private put(told: string, ...content: HTMLElement[]): void {
    this.status.textContent = told;
    this.answer.replaceChildren(...content);
  }

  private refused(error: unknown, stopped: boolean): void {
    this.answer.replaceChildren();
    this.status.textContent = "";
    if (stopped) {
      this.status.textContent = say("stopped");
      return;
    }
    const { detail, line, column } = error instanceof Refused ? error.problem : { detail: String(error) };
    const place = line ? ` (${line}:${column ?? 1})` : "";
    const told = h("p", {}, h("strong", {}, `${say("failure")}${place}: `), detail);
    this.answer.append(h("div", { class: "refused", role: "alert" }, told));
    this.editor.mark(line ?? null, column);
  }
}

async function start(view: HTMLElement): Promise<void> {
  try {
    const [questions, terms] = await Promise.all([
      fetched<Question[]>("data/questions.json"),
      fetched<Terms>("data/terms.json"),
    ]);
    new Console(questions, terms, view);
    view.dataset.drawn = "true";
  } catch (error) {
    view.replaceChildren(h("p", { class: "warning", role: "alert" }, `${say("failed")} ${error}`));
  }
}

const view = document.getElementById("console");
if (view) void start(view);
