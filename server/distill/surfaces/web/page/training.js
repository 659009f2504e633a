// Watch a training: its curves, how the codes are used, and what it makes to be heard.

import { one } from "./panels.js";

const LOOK_MS = 3000;
const LATE_S = 60; // a training writes every five seconds, and at looks

export function training(desk) {
  let chart = null;
  let shown = "";
  let timer = 0;
  const visible = () => !one("train").hidden && !document.hidden;

  async function look() {
    clearTimeout(timer);
    if (visible()) {
      try {
        await list();
        if (one("trainings").value) await tell(one("trainings").value);
      } catch (error) {
        one("trained").textContent = error.message;
      }
    }
    timer = setTimeout(look, LOOK_MS);
  }

  async function list() {
    const { trainings } = await get("/trainings");
    const select = one("trainings");
    const chosen = select.value;
    select.replaceChildren(...trainings.map(({ name }) => new Option(name)));
    if (trainings.some(({ name }) => name === chosen)) select.value = chosen;
    one("loadit").disabled = !trainings.length;
    if (!trainings.length) {
      one("trained").textContent =
        `No training in the library yet. Begin one: ${desk.status.program || "distill"} train FOLDER --name mine`;
    }
  }

  async function tell(name) {
    const { stages, previews } = await get(`/trainings/${encodeURIComponent(name)}`);
    const known = Object.entries(stages);
    known.sort((a, b) => a[1].age_s - b[1].age_s);
    const [stage, diary] = known[0] || [];
    if (!diary) return;
    const quiet = diary.state === "running" && diary.age_s > LATE_S;
    const state = quiet ? `silent for ${span(diary.age_s)}, perhaps killed` : diary.state;
    const left = diary.state === "running" && !quiet ? `, ${span(diary.seconds_left)} left` : "";
    const held = diary.curve.at(-1)?.[1];
    one("trained").textContent =
      `${stage} ${state}: ${Math.round(100 * diary.progress)} %, step ${diary.step}${left}` +
      (held === undefined ? "" : `, held out ${held.toFixed(2)} ${diary.unit}`);
    draw(stages);
    usage(stages.codec?.levels?.at(-1) || []);
    sounds(name, previews);
  }

  function draw(stages) {
    const rows = [["codec", "#f0a94a"], ["prior", "#5fc7b5"]].filter(([name]) =>
      stages[name]?.curve.length);
    const key = rows.map(([name]) => name + stages[name].curve.length).join();
    if (key === shown || !rows.length) return;
    shown = key;
    const steps = [...new Set(rows.flatMap(([name]) => stages[name].curve.map(([step]) => step)))];
    steps.sort((a, b) => a - b);
    const data = [steps, ...rows.map(([name]) => {
      const held = new Map(stages[name].curve);
      return steps.map((step) => held.get(step) ?? null);
    })];
    chart?.destroy();
    const axis = { stroke: "#a9b2bc", grid: { stroke: "#20262d" }, ticks: { stroke: "#3a434d" } };
    chart = new window.uPlot({
      width: Math.max(200, one("curve").clientWidth), height: 190,
      scales: { x: { time: false } },
      axes: [axis, ...rows.map(([name], at) => ({
        ...axis, scale: name, side: at ? 1 : 3, size: 46, grid: at ? { show: false } : axis.grid,
      }))],
      series: [{ label: "step" }, ...rows.map(([name, stroke]) => ({
        label: `${name}, ${stages[name].unit}`, scale: name, stroke, width: 2, spanGaps: true,
        points: { size: 5 },
      }))],
    }, data, one("curve"));
  }

  function usage(levels) {
    one("usage").replaceChildren(...levels.map((level) => {
      const row = document.createElement("div");
      row.className = level.warnings.length ? "usage ill" : "usage";
      row.title = level.warnings.join("; ");
      const [name, bar, fill, said] = ["span", "div", "i", "b"].map((tag) =>
        document.createElement(tag));
      name.textContent = `level ${level.level}`;
      fill.style.width = `${Math.round(100 * level.used)}%`;
      said.textContent = `${Math.round(100 * level.used)} %`;
      bar.append(fill);
      row.append(name, bar, said);
      return row;
    }));
  }

  let heard = "";
  function sounds(name, previews) {
    const key = name + previews.join();
    if (key === heard) return;
    heard = key;
    const newest = [...previews].sort((a, b) => (number(b) - number(a)) || a.localeCompare(b));
    one("previews").replaceChildren(...newest.slice(0, 24).map((file) => {
      const row = document.createElement("div");
      row.className = "preview";
      const said = document.createElement("span");
      said.textContent = file.replace(/\.wav$/, "");
      const button = document.createElement("button");
      button.textContent = "Hear";
      button.setAttribute("aria-label", `Hear ${said.textContent}`);
      button.onclick = () => {
        const path = ["/trainings", name, file].map((part, at) =>
          at ? encodeURIComponent(part) : part);
        player.src = path.join("/");
        player.play().catch((error) => desk.complain(error));
      };
      row.append(said, button);
      return row;
    }));
  }
  const player = new Audio();

  one("trainings").onchange = () => { shown = ""; look(); };
  one("loadit").onclick = () => desk.act("load", [one("trainings").value]).catch(() => {});
  document.addEventListener("panel", () => { if (visible()) look(); });
  look();
}

function number(file) {
  return file.startsWith("original") ? Infinity : Number(/\d+/.exec(file)?.[0] ?? 0);
}

function span(seconds) {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 200)}`);
  return answer.json();
}
