// The page of a question: fields suggest names as one types, and the answer comes without loading the page anew.

import { suggesting } from "./combobox";
import { h } from "./dom";
import { find } from "./finding";
import { say } from "./words";

/** What stands after the form: the answer, the files, the query as it ran. */
function after(form: Element): Element[] {
  return [...form.parentElement!.children].slice([...form.parentElement!.children].indexOf(form) + 1);
}

/** What the page at this address has after its form, in place of what shows here. */
async function renew(form: HTMLFormElement, url: URL): Promise<void> {
  for (const part of after(form)) part.setAttribute("aria-busy", "true");
  const response = await fetch(url, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("form.ask");
  if (!fresh) {
    location.assign(url); // what can't be put in place is shown as it is
    return;
  }
  for (const part of after(form)) part.remove();
  form.after(...after(fresh).map((part) => document.adoptNode(part)));
}

function enhance(form: HTMLFormElement): void {
  for (const input of form.querySelectorAll<HTMLInputElement>("input[data-suggest]"))
    suggesting(input, async (text, signal) => {
      const found = await find(text, signal);
      return found.map(({ label, note }) => ({ label, note, pick: () => Object.assign(input, { value: label }) }));
    });
  const status = h("p", { class: "hidden-label", role: "status" });
  form.append(status);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const url = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value !== "") url.searchParams.append(name, String(value));
    history.pushState(null, "", url);
    status.textContent = say("running");
    void renew(form, url).then(() => {
      status.textContent = say("answer");
    });
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>("form.ask")) enhance(form);
addEventListener("popstate", () => location.reload());
