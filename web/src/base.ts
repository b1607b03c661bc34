// Every page: the choice of light or dark, kept in this browser only.

import { h } from "./dom";
import { say } from "./words";
import "./base.css";
import "./entity.css";

const KEPT = "samverkan-theme";

function stored(): string {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return ""; // a browser that keeps nothing
  }
}

function apply(theme: string): void {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function keep(theme: string): void {
  apply(theme);
  try {
    if (theme) localStorage.setItem(KEPT, theme);
    else localStorage.removeItem(KEPT);
  } catch {
    // The choice holds for this page
  }
}

function choice(): HTMLElement {
  const option = (value: string, label: string) => h("option", { value }, label);
  const themes = [option("", say("themeAuto")), option("light", say("themeLight")), option("dark", say("themeDark"))];
  const select = h("select", { name: "theme" }, ...themes);
  select.value = stored();
  select.addEventListener("change", () => keep(select.value));
  return h("label", { class: "theme-choice" }, h("span", {}, say("theme")), select);
}

apply(stored());
const languages = document.querySelector(".site-header .languages");
if (languages) {
  const settings = h("div", { class: "settings" });
  languages.replaceWith(settings);
  settings.append(choice(), languages);
}
