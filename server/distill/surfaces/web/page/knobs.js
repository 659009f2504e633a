// Knobs: one for each parameter of the vocabulary, on the panel of its group.

import { throttle } from "./store.js";

// The parameters of a panel: those it names, or those of its groups that no other panel names.
export function shown(parameters, { knobs, groups }, elsewhere) {
  if (knobs) return knobs.split(" ").map((name) => parameters.find((row) => row.name === name));
  return groups.split(" ").flatMap((group) =>
    parameters.filter((row) => row.group === group && !elsewhere.includes(row.name)));
}

export function knobs(store, vocabulary) {
  const all = [...document.querySelectorAll("[data-knobs], [data-own]")];
  const elsewhere = all.flatMap(({ dataset }) => (dataset.knobs ?? dataset.own).split(" "));
  for (const place of document.querySelectorAll("[data-knobs], [data-groups]")) {
    for (const row of shown(vocabulary.parameters, place.dataset, elsewhere)) {
      place.append(row.choices.length ? choice(store, row) : knob(store, row));
      store.knobs.set(row.name, row.default);
    }
  }
  store.notify("knobs");
}

function knob(store, row) {
  const label = document.createElement("label");
  label.className = "knob";
  label.title = row.about;
  const [head, output] = [document.createElement("span"), document.createElement("output")];
  head.append(row.name.replace("_", " "), output);
  const range = document.createElement("input");
  const whole = row.scale === "steps";
  Object.assign(range, { type: "range", min: 0, max: 1, step: "any" });
  range.setAttribute("aria-label", row.name);
  range.dataset.knob = row.name;
  const most = row.name === "top_k" ? Math.min(row.max, 256) : row.max;
  const value = (at) => {
    const there = row.scale === "log"
      ? row.min * (row.max / row.min) ** at : row.min + (most - row.min) * at;
    return whole ? Math.round(there) : Number(there.toFixed(3));
  };
  const place = (there) => row.scale === "log"
    ? Math.log(there / row.min) / Math.log(row.max / row.min)
    : (there - row.min) / (most - row.min);
  let dragging = false;
  const send = throttle((there) => store.wire.send(`param/${row.name}`, there));
  const show = (there) => {
    output.value = whole ? String(there) : Number(there).toFixed(2);
    range.setAttribute("aria-valuetext", `${output.value} ${row.unit === "ratio" ? "" : row.unit}`);
  };
  const set = (there) => {
    store.knobs.set(row.name, there);
    show(there);
    send(there);
  };
  range.oninput = () => set(value(range.valueAsNumber));
  range.onkeydown = (event) => {
    const there = turned(row, most, store.knobs.get(row.name), event.key, event.shiftKey);
    if (there === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    range.value = place(there);
    set(there);
  };
  range.ondblclick = () => {
    range.value = place(row.default);
    range.oninput();
  };
  range.onpointerdown = () => { dragging = true; };
  for (const end of ["pointerup", "pointercancel", "blur"]) {
    range.addEventListener(end, () => { dragging = false; });
  }
  store.addEventListener("knobs", () => {
    const there = store.knobs.get(row.name);
    if (there === undefined || dragging) return;
    range.value = String(place(there));
    show(there);
  });
  label.append(head, range);
  return label;
}

const KEYS = {
  ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10,
};

// The value that a key turns a knob to: an arrow moves it by about a hundredth of its range, with
// Shift by a tenth of that, a page key by ten times as much; undefined for other keys.
export function turned(row, most, there, key, fine) {
  const by = KEYS[key] * (fine ? 0.1 : 1);
  if (!by) return undefined;
  const clamp = (value) => Math.min(most, Math.max(row.min, value));
  const range = most - row.min;
  if (row.scale === "steps") {
    const step = Math.max(1, Math.round(Math.min(Math.abs(by), range / 4)));
    return clamp(Math.round(there) + Math.sign(by) * step);
  }
  if (row.scale === "log") {
    return Number(clamp(there * (most / row.min) ** (by / 100)).toPrecision(6));
  }
  const decade = 10 ** Math.floor(Math.log10(range / 100));
  const step = range / 100 >= 5 * decade ? 5 * decade : decade;
  return Number(clamp(there + by * step).toPrecision(6));
}

function choice(store, row) {
  const label = document.createElement("label");
  label.title = row.about;
  const select = document.createElement("select");
  select.append(...row.choices.map((name, at) => new Option(name, at)));
  select.onchange = () => store.wire.send(`param/${row.name}`, Number(select.value));
  store.addEventListener("knobs", () => { select.value = String(store.knobs.get(row.name) ?? 0); });
  label.append(row.name, select);
  return label;
}
