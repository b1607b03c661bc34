// Search fields suggest projects, organisations and places, and lead to their pages. In a site of files, where nobody
// answers, the page of the search finds its results here.

import { suggesting } from "./combobox";
import { live, pageOf } from "./data";
import { h } from "./dom";
import { find } from "./finding";
import { remembered } from "./state";
import { say } from "./words";

const FIELDS = '[role="search"] input[name="q"], .search-form input[name="q"]';
const RESULTS = 50;

for (const input of document.querySelectorAll<HTMLInputElement>(FIELDS)) {
  suggesting(input, async (text, signal) => {
    const found = await find(text, signal);
    return found.map(({ path, label, note }) => ({ label, note, pick: () => location.assign(pageOf(path)) }));
  });
}

async function answer(results: HTMLElement, text: string): Promise<void> {
  for (const input of document.querySelectorAll<HTMLInputElement>(FIELDS)) input.value = text;
  const found = await find(text, new AbortController().signal, RESULTS);
  const entries = found.map(({ path, label, note }) =>
    h("li", { class: "result" }, h("a", { href: pageOf(path) }, label), " ", h("span", { class: "kind" }, note)),
  );
  results.replaceChildren(
    entries.length > 0 ? h("ol", { class: "results" }, ...entries) : h("p", {}, say("nothingFound")),
  );
}

const results = document.getElementById("results");
if (results && !live && remembered("q")) void answer(results, remembered("q"));
