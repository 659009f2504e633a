// Runs a Max [jsui] script in node: one JSON line in (what Max would do), one out (what came of it).
"use strict";
const fs = require("fs");
const vm = require("vm");
const readline = require("readline");

let out = [];
let drawn = [];
let tasks = [];
const size = [Number(process.argv[3]), Number(process.argv[4])];

class Task {
    constructor(what, scope) {
        this.what = what;
        this.scope = scope;
        this.id = tasks.push(this) - 1;
        this.due = null;
    }
    schedule(ms) { this.due = ms; }
    cancel() { this.due = null; }
}

const mgraphics = new Proxy({ size }, {
    get: (target, name) => name in target ? target[name] : (...words) => drawn.push([name, ...words]),
    set: (target, name, value) => { target[name] = value; return true; },
});

const world = {
    outlet: (index, ...words) => out.push([index, words.flat()]),
    post: (...words) => { throw new Error("a shipped script prints: " + words); },
    arrayfromargs: (words) => Array.from(words),
    messagename: "", inlet: 0, inlets: 1, outlets: 1, autowatch: 0, mgraphics, Task, Math,
};
vm.createContext(world);
vm.runInContext(fs.readFileSync(process.argv[2], "utf8"), world, { filename: process.argv[2] });

readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const asked = JSON.parse(line);
    out = [];
    drawn = [];
    let error = null;
    try {
        if ("task" in asked) {
            tasks[asked.task].due = null;
            tasks[asked.task].what.call(tasks[asked.task].scope);
        } else {
            world.messagename = asked.say;
            const known = typeof world[asked.say] === "function" ? world[asked.say] : world.anything;
            known.apply(world, asked.words);
        }
    } catch (wrong) {
        error = String(wrong.stack);
    }
    const due = tasks.filter((task) => task.due !== null).map((task) => [task.id, task.due]);
    process.stdout.write(JSON.stringify({ out, drawn, due, error }) + "\n");
});
