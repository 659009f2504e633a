// Entry of the page: creates the connection, the store, and the views.

import { Store } from "./store.js";
import { alike } from "./alike.js";
import { carriers } from "./carriers.js";
import { Corpus } from "./corpus.js";
import { keys } from "./keys.js";
import { knobs } from "./knobs.js";
import { SoundMap } from "./map.js";
import { midiControls } from "./midi.js";
import { nowSounds } from "./now.js";
import { Palette } from "./palette.js";
import {
  blends, byId, edits, eventLog, files, generation, header, surprise,
} from "./panels.js";
import { sounds } from "./sounds.js";
import { spectrogram } from "./spectrogram.js";
import { tabs } from "./tabs.js";
import { training } from "./training.js";
import { GridView } from "./view.js";
import { Wire } from "./wire.js";

const PHONE = 700;

const vocabulary = await (await fetch("/vocabulary")).json();
const protocol = location.protocol === "https:" ? "wss:" : "ws:";
const store = new Store(new Wire(`${protocol}//${location.host}/live`));
store.corpus = new Corpus(store);
if (innerWidth < PHONE) store.window.view = "0";
const view = new GridView(byId("grid"), store);
new Palette(byId("palette"), store);
tabs();
knobs(store, vocabulary);
header(store);
edits(store);
blends(store, vocabulary);
const write = generation(store);
files(store);
midiControls(store);
carriers(store);
nowSounds(store);
sounds(store);
new SoundMap(byId("map"), store);
alike(store);
surprise(store);
eventLog(store);
spectrogram(store);
training(store);
keys(store, view, write);

for (const range of document.querySelectorAll("#amount, #t")) {
  const output = document.querySelector(`output[for=${range.id}]`);
  range.addEventListener("input", () => { output.value = range.valueAsNumber.toFixed(2); });
}
byId("out").onclick = () => view.zoom(1.5);
byId("in").onclick = () => view.zoom(1 / 1.5);
byId("help").onclick = () => byId("keys").showModal();
const scroll = byId("scroll");
scroll.oninput = () => view.scroll(scroll.valueAsNumber);
const follow = () => {
  const { first, count } = store.window;
  const most = Math.max(0, store.grid.columns - count);
  scroll.hidden = most === 0;
  scroll.max = String(most);
  scroll.value = String(first);
  const empty = !store.grid.columns;
  byId("empty").hidden = !empty;
  const state = store.wire.open ? store.status.state : "gone";
  byId("empty").textContent = {
    gone: "The server does not answer. This page continues when it is back.",
    loading: store.status.state_about ? `${store.status.state_about} …` : "The model is loading …",
    restarting: "The model is restarting …",
    "no model": "No model is loaded: choose one above.",
  }[state] || `Slot ${store.slot} is empty: generate, encode, or copy something here.`;
};
for (const topic of ["grid", "window", "state", "slots"]) store.addEventListener(topic, follow);
follow();
Object.assign(window, { distill: store, picture: view }); // for the console and for tests
