"use strict";
document.documentElement.classList.add("scripted");
const all = (selector, inside) => Array.from((inside || document).querySelectorAll(selector));

// A kind that is switched off loses its colour in the texts and its facts beside them
all(".legend input").forEach((box) => box.addEventListener("change", () => {
  const kind = box.dataset.kind;
  all(`article .mark.k-${kind}, .fact.k-${kind}, .head.k-${kind}`).forEach((node) => node.classList.toggle("off", !box.checked));
}));

// A fact under the pointer lights its characters, and characters their facts
const light = (event, on) => {
  const node = event.target.closest && event.target.closest("[data-mark], [data-marks]");
  const article = node && node.closest("article");
  if (!article) return;
  const numbers = (node.dataset.marks || node.dataset.mark).trim().split(" ");
  all(".mark[data-marks], .fact[data-mark], .finding[data-mark]", article).forEach((other) => {
    const own = (other.dataset.marks || other.dataset.mark).trim().split(" ");
    if (own.some((number) => numbers.includes(number)))
      (other.querySelector(".chip") || other).classList.toggle("lit", on);
  });
};
["pointerover", "focusin"].forEach((name) => document.addEventListener(name, (event) => light(event, true)));
["pointerout", "focusout"].forEach((name) => document.addEventListener(name, (event) => light(event, false)));

// What stands in a closed list opens when a link leads there, and on paper
const open = () => {
  const goal = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const list = goal && goal.closest("details");
  if (list) { list.open = true; goal.scrollIntoView(); }
};
addEventListener("hashchange", open);
open();
addEventListener("beforeprint", () => all("details").forEach((list) => { list.open = true; }));

const findings = all("article a.mark.doubt[id]");
const next = document.getElementById("next");
if (findings.length) {
  let at = -1;
  next.hidden = false;
  next.addEventListener("click", () => {
    at = (at + 1) % findings.length;
    findings[at].scrollIntoView({ block: "center" });
    findings[at].focus({ preventScroll: true });
  });
}
