// The training panel: validation curves, codebook usage, and audio previews.

import { byId } from "./panels.js";

const REFRESH_MS = 3000;
const STALE_S = 60; // a training writes every five seconds, and at each validation

export function training(store) {
  let chart = null;
  let shown = "";
  let timer = 0;
  const visible = () => !byId("train").hidden && !document.hidden;

  async function refresh() {
    clearTimeout(timer);
    if (visible()) {
      try {
        await list();
        if (byId("trainings").value) await show(byId("trainings").value);
      } catch (error) {
        byId("trained").textContent = error.message;
      }
    }
    timer = setTimeout(refresh, REFRESH_MS);
  }

  async function list() {
    const { trainings } = await get("/trainings");
    const select = byId("trainings");
    const chosen = select.value;
    select.replaceChildren(...trainings.map(({ name }) => new Option(name)));
    if (trainings.some(({ name }) => name === chosen)) select.value = chosen;
    byId("loadit").disabled = !trainings.length;
    if (!trainings.length) {
      byId("trained").textContent =
        "No training in the library yet. Start one with: " +
        `${store.status.program || "distill"} train FOLDER --name mine`;
    }
  }

  async function show(name) {
    const { stages, previews } = await get(`/trainings/${encodeURIComponent(name)}`);
    const known = Object.entries(stages);
    known.sort((a, b) => a[1].age_s - b[1].age_s);
    const [stage, status] = known[0] || [];
    if (!status) return;
    const quiet = status.state === "running" && status.age_s > STALE_S;
    const state = quiet ? `no update for ${span(status.age_s)}, perhaps killed` : status.state;
    const left = status.state === "running" && !quiet ? `, ${span(status.seconds_left)} left` : "";
    const held = status.curve.at(-1)?.[1];
    byId("trained").textContent =
      `${stage} ${state}: ${Math.round(100 * status.progress)} %, step ${status.step}${left}` +
      (held === undefined ? "" : `, held out ${held.toFixed(2)} ${status.unit}`);
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
      width: Math.max(200, byId("curve").clientWidth), height: 190,
      scales: { x: { time: false } },
      axes: [axis, ...rows.map(([name], at) => ({
        ...axis, scale: name, side: at ? 1 : 3, size: 46, grid: at ? { show: false } : axis.grid,
      }))],
      series: [{ label: "step" }, ...rows.map(([name, stroke]) => ({
        label: `${name}, ${stages[name].unit}`, scale: name, stroke, width: 2, spanGaps: true,
        points: { size: 5 },
      }))],
    }, data, byId("curve"));
  }

  function usage(levels) {
    byId("usage").replaceChildren(...levels.map((level) => {
      const row = document.createElement("div");
      row.className = level.warnings.length ? "usage ill" : "usage";
      row.title = level.warnings.join("; ");
      const [name, bar, fill, label] = ["span", "div", "i", "b"].map((tag) =>
        document.createElement(tag));
      name.textContent = `level ${level.level}`;
      fill.style.width = `${Math.round(100 * level.used)}%`;
      label.textContent = `${Math.round(100 * level.used)} %`;
      bar.append(fill);
      row.append(name, bar, label);
      return row;
    }));
  }

  let shownPreviews = "";
  function sounds(name, previews) {
    const key = name + previews.join();
    if (key === shownPreviews) return;
    shownPreviews = key;
    const newest = [...previews].sort((a, b) => (number(b) - number(a)) || a.localeCompare(b));
    byId("previews").replaceChildren(...newest.slice(0, 24).map((file) => {
      const row = document.createElement("div");
      row.className = "preview";
      const label = document.createElement("span");
      label.textContent = file.replace(/\.wav$/, "");
      const button = document.createElement("button");
      button.textContent = "Hear";
      button.setAttribute("aria-label", `Hear ${label.textContent}`);
      button.onclick = () => {
        const path = ["/trainings", name, file].map((part, at) =>
          at ? encodeURIComponent(part) : part);
        player.src = path.join("/");
        player.play().catch((error) => store.reportError(error));
      };
      row.append(label, button);
      return row;
    }));
  }
  const player = new Audio();

  byId("trainings").onchange = () => { shown = ""; refresh(); };
  byId("loadit").onclick = () => store.act("load", [byId("trainings").value]).catch(() => {});
  document.addEventListener("panel", () => { if (visible()) refresh(); });
  refresh();
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
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 200)}`);
  }
  return answer.json();
}
