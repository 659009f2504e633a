// Puts the page together: one wire, one desk, and the parts that show it.

import { Desk } from "./desk.js";
import { keys } from "./keys.js";
import { knobs } from "./knobs.js";
import { listening } from "./listening.js";
import { blends, edits, files, head, journal, one, surprise, tabs, writing } from "./panels.js";
import { training } from "./training.js";
import { GridView, Palette } from "./view.js";
import { Wire } from "./wire.js";

const PHONE = 700;

const vocabulary = await (await fetch("/vocabulary")).json();
const line = location.protocol === "https:" ? "wss:" : "ws:";
const desk = new Desk(new Wire(`${line}//${location.host}/live`));
if (innerWidth < PHONE) desk.window.view = "0";
const view = new GridView(one("grid"), desk);
new Palette(one("palette"), desk);
tabs();
knobs(desk, vocabulary);
head(desk);
edits(desk);
blends(desk, vocabulary);
const write = writing(desk);
files(desk);
surprise(desk);
journal(desk);
listening(desk);
training(desk);
keys(desk, view, write);

for (const range of document.querySelectorAll("#amount, #t")) {
  const said = document.querySelector(`output[for=${range.id}]`);
  range.addEventListener("input", () => { said.value = range.valueAsNumber.toFixed(2); });
}
one("out").onclick = () => view.zoom(1.5);
one("in").onclick = () => view.zoom(1 / 1.5);
one("help").onclick = () => one("keys").showModal();
const scroll = one("scroll");
scroll.oninput = () => view.scroll(scroll.valueAsNumber);
const follow = () => {
  const { first, count } = desk.window;
  const most = Math.max(0, desk.grid.columns - count);
  scroll.hidden = most === 0;
  scroll.max = String(most);
  scroll.value = String(first);
  const empty = !desk.grid.columns;
  one("empty").hidden = !empty;
  const state = desk.wire.open ? desk.status.state : "gone";
  one("empty").textContent = {
    gone: "The server has gone. This page goes on when it is back.",
    loading: "The model is loading …",
    restarting: "The model is being started again …",
    "no model": "There is no model: choose one above.",
  }[state] || `Slot ${desk.slot} is empty: generate, encode, or copy something here.`;
};
for (const topic of ["grid", "window", "state", "slots"]) desk.addEventListener(topic, follow);
follow();
Object.assign(window, { distill: desk, picture: view }); // for the curious, and for tests
