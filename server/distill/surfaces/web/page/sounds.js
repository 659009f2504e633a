// The panel of the sounds that the model remembers: which of them are written from.

import { byId } from "./panels.js";
import { baseName, clock, css } from "./places.js";
import { offer } from "./tabs.js";

const CHOICES = { only: "Only", avoid: "Avoid" };

// The files in whose names a text occurs.
export function filtered(files, text) {
  const wanted = text.trim().toLowerCase();
  return files.filter(({ name }) => name.toLowerCase().includes(wanted));
}

export function sounds(store) {
  const { corpus } = store;
  const rows = new Map(); // name -> {line, buttons}
  const choose = (files, choice) => corpus.choose(files, choice).catch(() => {});
  let names = "";

  function build() {
    rows.clear();
    for (const file of corpus.files) rows.set(file.name, row(file));
    byId("files").replaceChildren(...[...rows.values()].map(({ line }) => line));
  }

  function row({ name, seconds }) {
    const line = document.createElement("li");
    const [swatch, title, about] = ["i", "b", "small"].map((tag) => document.createElement(tag));
    swatch.className = "swatch";
    swatch.style.background = css(corpus.number(name));
    title.textContent = baseName(name);
    title.title = name;
    const folder = name.slice(0, name.length - title.textContent.length - 1);
    about.textContent = [clock(seconds), folder].filter((word) => word).join(" · ");
    about.title = folder;
    const text = document.createElement("span");
    text.append(title, about);
    const buttons = Object.entries(CHOICES).map(([choice, caption]) => {
      const button = document.createElement("button");
      button.textContent = caption;
      button.dataset.choice = choice;
      button.setAttribute("aria-label", `${caption} ${name}`);
      button.onclick = () => choose([name], corpus.choice(name) === choice ? "" : choice);
      return button;
    });
    line.append(swatch, text, ...buttons);
    return { line, buttons };
  }

  function show() {
    for (const { name, use } of corpus.files) {
      const { line, buttons } = rows.get(name);
      const choice = corpus.choice(name);
      line.classList.toggle("unused", !use);
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(button.dataset.choice === choice));
      }
    }
    narrow();
  }

  // Show the files that the text of the filter names.
  function narrow() {
    const found = filtered(corpus.files, byId("filter").value);
    const seen = new Set(found.map(({ name }) => name));
    for (const [name, { line }] of rows) line.hidden = !seen.has(name);
    const used = corpus.files.filter(({ use }) => use).length;
    const all = corpus.files.length;
    const some = found.length < all ? `${found.length} of ${all} shown. ` : "";
    byId("filesays").textContent =
      `${some}Written from ${used === all ? `all ${all}` : `${used} of ${all}`} sounds.`;
    for (const button of document.querySelectorAll("[data-choose]")) {
      button.disabled = !found.length;
    }
  }

  byId("filter").oninput = narrow;
  for (const button of document.querySelectorAll("[data-choose]")) {
    button.onclick = () => choose(
      filtered(corpus.files, byId("filter").value).map(({ name }) => name), button.dataset.choose);
  }
  corpus.addEventListener("files", () => {
    offer(byId("tab-corpus"), corpus.files.length > 0);
    const now = JSON.stringify(corpus.files.map(({ name, seconds }) => [name, seconds]));
    if (now !== names) build();
    names = now;
    show();
  });
  offer(byId("tab-corpus"), false);
}
