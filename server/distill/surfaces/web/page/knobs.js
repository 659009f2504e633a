// The knobs: one for each parameter of the vocabulary, on the panel that shows its group.

import { lately } from "./desk.js";

// Which parameters a panel shows: those that it names, or those of its groups that no other names.
export function shown(parameters, { knobs, groups }, elsewhere) {
  if (knobs) return knobs.split(" ").map((name) => parameters.find((row) => row.name === name));
  return groups.split(" ").flatMap((group) =>
    parameters.filter((row) => row.group === group && !elsewhere.includes(row.name)));
}

export function knobs(desk, vocabulary) {
  const all = [...document.querySelectorAll("[data-knobs], [data-own]")];
  const elsewhere = all.flatMap(({ dataset }) => (dataset.knobs ?? dataset.own).split(" "));
  for (const place of document.querySelectorAll("[data-knobs], [data-groups]")) {
    for (const row of shown(vocabulary.parameters, place.dataset, elsewhere)) {
      place.append(row.choices.length ? choice(desk, row) : knob(desk, row));
      desk.knobs.set(row.name, row.default);
    }
  }
  desk.tell("knobs");
}

function knob(desk, row) {
  const label = document.createElement("label");
  label.className = "knob";
  label.title = row.about;
  const [head, said] = [document.createElement("span"), document.createElement("output")];
  head.append(row.name.replace("_", " "), said);
  const range = document.createElement("input");
  const whole = row.scale === "steps";
  Object.assign(range, { type: "range", min: 0, max: 1, step: 0.001 });
  range.setAttribute("aria-label", row.name);
  range.dataset.knob = row.name;
  const most = row.name === "top_k" ? Math.min(row.max, 256) : row.max;
  const value = (at) => {
    const there = row.scale === "log"
      ? row.min * (row.max / row.min) ** at : row.min + (most - row.min) * at;
    return whole ? Math.round(there) : Number(there.toFixed(3));
  };
  const place = (there) => row.scale === "log"
    ? Math.log(there / row.min) / Math.log(row.max / row.min) : (there - row.min) / (most - row.min);
  let held = false;
  const send = lately((there) => desk.wire.say(`param/${row.name}`, there));
  const show = (there) => {
    said.value = whole ? String(there) : Number(there).toFixed(2);
    range.setAttribute("aria-valuetext", `${said.value} ${row.unit === "ratio" ? "" : row.unit}`);
  };
  range.oninput = () => {
    const there = value(range.valueAsNumber);
    desk.knobs.set(row.name, there);
    show(there);
    send(there);
  };
  range.ondblclick = () => {
    range.value = place(row.default);
    range.oninput();
  };
  range.onpointerdown = () => { held = true; };
  for (const end of ["pointerup", "pointercancel", "blur"]) {
    range.addEventListener(end, () => { held = false; });
  }
  desk.addEventListener("knobs", () => {
    const there = desk.knobs.get(row.name);
    if (there === undefined || held) return;
    range.value = String(place(there));
    show(there);
  });
  label.append(head, range);
  return label;
}

function choice(desk, row) {
  const label = document.createElement("label");
  label.title = row.about;
  const select = document.createElement("select");
  select.append(...row.choices.map((name, at) => new Option(name, at)));
  select.onchange = () => desk.wire.say(`param/${row.name}`, Number(select.value));
  desk.addEventListener("knobs", () => { select.value = String(desk.knobs.get(row.name) ?? 0); });
  label.append(row.name, select);
  return label;
}
