// The codes of a slot as a picture that hands can change. For [jsui] in Max 8 and newer (ES5).
//
// In:  what the server says (/distill/...), and: slot NAME, connected N, mode N (0 select, 1 draw),
//      code N, amount N, page N, all, refresh, act VERB WORDS... (AMOUNT and FIRST stand for the
//      amount and the first chosen column).
// Out: 0 messages for the server; 1 what is under the hand, for a comment.
//
// Columns go right, levels down: coarse ones above the gap, fine ones below it. Inside a level the
// lowest band is at the bottom. A lighter cell is a higher code.

autowatch = 1;
inlets = 1;
outlets = 2;

mgraphics.init();
mgraphics.relative_coords = 0;
mgraphics.autofill = 0;

var VIEW = 48; // columns that are shown at once
var LEFT = 44;
var FOOT = 18;
var GAP = 12;
var SLATE = [0.0941, 0.1059, 0.1216];
var PAPER = [0.9098, 0.8941, 0.8549];
var MUTED = [0.5961, 0.6314, 0.6706];
var COARSE = [0.8863, 0.6431, 0.3451];
var FINE = [0.3882, 0.7176, 0.6706];

var me = "grid" + Math.floor(Math.random() * 1000000);
var state = {
    slot: "a", columns: 0, first: 0, shown: 0, bands: 0, levels: 0, size: 0, codes: [],
    listed: -1, parts: [], mode: 0, code: 0, amount: 0.5, chosen: null, anchor: null, last: ""
};
var later = new Task(ask, this);

// --- what comes in

function anything() {
    var words = arrayfromargs(arguments);
    if (messagename === "/distill/slots/page") {
        heardSlot(words);
    } else if (messagename === "/distill/codes/page" && words[0] === me) {
        state.parts[words[1]] = words.slice(3);
    } else if (messagename === "/distill/done") {
        heardDone(words);
    } else if (messagename === "/distill/slot") {
        heardChange(words);
    } else if (messagename === "/distill/model") {
        state.size = words[4];
        soon();
    }
}

function slot(name) {
    state.slot = String(name);
    state.first = 0;
    state.chosen = null;
    soon();
}

function connected(yes) {
    if (yes) { soon(); }
}

function refresh() { soon(); }

function mode(number) { state.mode = number; }

function code(number) { state.code = number; }

function amount(number) { state.amount = number; }

function all() {
    state.chosen = null;
    say();
    mgraphics.redraw();
}

function page(by) {
    var most = Math.max(0, state.columns - 1);
    state.first = Math.min(most - most % VIEW, Math.max(0, state.first + by * VIEW));
    soon();
}

function act() {
    var words = arrayfromargs(arguments);
    var verb = words.shift();
    var message = ["/distill/" + verb, state.slot];
    for (var i = 0; i < words.length; i++) {
        message.push(words[i] === "AMOUNT" ? state.amount : words[i] === "FIRST" ? first() : words[i]);
    }
    send(message.concat(region()).concat(["id", "edit"]));
}

// --- asking the server

function soon() {
    later.cancel();
    later.schedule(40);
}

function ask() {
    state.listed = -1;
    send(["/distill/slots", "id", me]);
}

function heardSlot(words) {
    if (words[0] === me && String(words[3]) === state.slot) { state.listed = words[4]; }
}

// name, columns, revision, first and last column that are others
function heardChange(words) {
    var end = state.first + VIEW;
    if (String(words[0]) !== state.slot) { return; }
    if (words[1] !== state.columns || (words[3] < end && words[4] >= state.first)) { soon(); }
}

function heardDone(words) {
    if (words[0] !== me) {
        return;
    } else if (words[1] === "slots") {
        askCodes();
    } else if (words[1] === "codes" && String(words[2]) === state.slot) {
        keep(words);
    }
}

function askCodes() {
    state.columns = Math.max(0, state.listed);
    state.parts = [];
    if (state.columns === 0) {
        state.codes = [];
        state.shown = 0;
        mgraphics.redraw();
        return;
    }
    if (state.first >= state.columns) { state.first = 0; }
    var end = Math.min(state.columns, state.first + VIEW) - 1;
    send(["/distill/codes", state.slot, span(state.first, end), "all", "all", "id", me]);
}

function keep(words) {
    var codes = [];
    for (var i = 0; i < state.parts.length; i++) { codes = codes.concat(state.parts[i] || []); }
    state.shown = words[4];
    state.bands = words[6];
    state.levels = words[8];
    state.codes = codes;
    for (var j = 0; j < codes.length; j++) { state.size = Math.max(state.size, codes[j] + 1); }
    mgraphics.redraw();
}

function send(message) {
    outlet(0, message);
}

// --- the chosen region, as the server names it

function span(from, to) {
    return from === to ? String(from) : from + "-" + to;
}

function first() {
    return state.chosen ? state.chosen.left : state.first;
}

function region() {
    var c = state.chosen;
    if (!c) { return []; }
    return ["columns", span(c.left, c.right), "bands", span(c.low, c.high),
        "levels", span(c.top, c.bottom)];
}

function choose(a, b) {
    var one = a.level === b.level;
    state.chosen = {
        left: Math.min(a.column, b.column), right: Math.max(a.column, b.column),
        top: Math.min(a.level, b.level), bottom: Math.max(a.level, b.level),
        low: one ? Math.min(a.band, b.band) : 0,
        high: one ? Math.max(a.band, b.band) : state.bands - 1
    };
}

function say() {
    var c = state.chosen;
    var words = c ? "columns " + span(c.left, c.right) + "   bands " + span(c.low, c.high) +
        "   levels " + span(c.top, c.bottom) : "all of the slot is chosen";
    tell(words);
}

function tell(words) {
    if (words !== state.last) {
        state.last = words;
        outlet(1, "set", words);
    }
}

// --- the mouse

function onclick(x, y, button, command, shift, capslock, option) {
    var at = place(x, y);
    if (!at) { return; }
    if (option) {
        state.code = at.code;
        tell("code " + at.code + " is in the hand");
    } else if (state.mode === 1) {
        state.anchor = null;
        paintCode(at);
    } else {
        state.anchor = at;
        choose(at, at);
        say();
    }
    mgraphics.redraw();
}

function ondrag(x, y, button) {
    var at = button ? place(x, y) : null;
    if (!at) { return; }
    if (state.mode === 1) {
        paintCode(at);
    } else if (state.anchor) {
        choose(state.anchor, at);
        say();
    }
    mgraphics.redraw();
}

function ondblclick() {
    all();
}

function onidle(x, y) {
    var at = place(x, y);
    if (at && !state.chosen) {
        tell("column " + at.column + "   band " + at.band + "   level " + at.level +
            (at.level < coarse() ? " (coarse)" : " (fine)") + "   code " + at.code);
    }
}

function paintCode(at) {
    if (at.code === state.code) { return; }
    state.codes[at.index] = state.code;
    send(["/distill/set", state.slot, at.column, at.band, at.level, state.code, "id", "edit"]);
    tell("column " + at.column + "   band " + at.band + "   level " + at.level + "   code " +
        state.code);
}

// --- where things are

function coarse() {
    return Math.ceil(state.levels / 2);
}

function measure() {
    var size = mgraphics.size;
    return {
        width: size[0], height: size[1], column: (size[0] - LEFT) / VIEW,
        row: (size[1] - FOOT - GAP) / Math.max(1, state.levels * state.bands)
    };
}

function topOf(level, m) {
    return level * state.bands * m.row + (level >= coarse() ? GAP : 0);
}

function place(x, y) {
    var m = measure();
    var column = Math.floor((x - LEFT) / m.column);
    if (x < LEFT || column >= state.shown) { return null; }
    for (var level = 0; level < state.levels; level++) {
        var down = (y - topOf(level, m)) / m.row;
        if (down >= 0 && down < state.bands) {
            var band = state.bands - 1 - Math.floor(down);
            var index = (column * state.bands + band) * state.levels + level;
            return {
                column: state.first + column, band: band, level: level, index: index,
                code: state.codes[index]
            };
        }
    }
    return null;
}

// --- drawing

function paint() {
    var m = measure();
    colour(SLATE, 1);
    mgraphics.rectangle(0, 0, m.width, m.height);
    mgraphics.fill();
    mgraphics.select_font_face("Arial");
    mgraphics.set_font_size(10.5);
    if (state.shown === 0) {
        text("slot " + state.slot + " is empty: drop a sound on it, or generate", LEFT, m.height / 2,
            MUTED);
        return;
    }
    for (var level = 0; level < state.levels; level++) { paintLevel(level, m); }
    paintNames(m);
    if (state.chosen) { paintChosen(m); }
}

function paintLevel(level, m) {
    var ink = level < coarse() ? COARSE : FINE;
    for (var column = 0; column < state.shown; column++) {
        for (var band = 0; band < state.bands; band++) {
            var code = state.codes[(column * state.bands + band) * state.levels + level];
            colour(ink, 0.12 + 0.88 * code / Math.max(1, state.size - 1));
            mgraphics.rectangle(LEFT + column * m.column,
                topOf(level, m) + (state.bands - 1 - band) * m.row,
                m.column - 1, m.row - (band === 0 ? 1 : 0.25));
            mgraphics.fill();
        }
    }
}

function paintNames(m) {
    text("coarse", 2, 12, COARSE);
    text("fine", 2, topOf(coarse(), m) + 12, FINE);
    for (var level = 0; level < state.levels; level++) {
        var middle = topOf(level, m) + state.bands * m.row / 2 + 4;
        if (level !== 0 && level !== coarse()) { text(String(level), LEFT - 12, middle, MUTED); }
    }
    for (var column = 0; column < state.shown; column += 6) {
        text(String(state.first + column), LEFT + column * m.column, m.height - 5, MUTED);
    }
    var end = LEFT + state.shown * m.column;
    var rest = state.columns - state.first - state.shown;
    if (rest > 0) { text("+" + rest, end - 26, m.height - 5, PAPER); }
}

function paintChosen(m) {
    var c = state.chosen;
    var left = Math.max(c.left - state.first, 0);
    var right = Math.min(c.right - state.first, state.shown - 1);
    if (right < left) { return; }
    var top = Math.max(2, topOf(c.top, m) + (state.bands - 1 - c.high) * m.row);
    var bottom = topOf(c.bottom, m) + (state.bands - c.low) * m.row;
    colour(PAPER, 1);
    mgraphics.set_line_width(1.5);
    mgraphics.rectangle(LEFT + left * m.column - 1, top - 1, (right - left + 1) * m.column + 1,
        bottom - top + 1);
    mgraphics.stroke();
}

function text(words, x, y, ink) {
    colour(ink, 1);
    mgraphics.move_to(x, y);
    mgraphics.show_text(words);
}

function colour(ink, alpha) {
    mgraphics.set_source_rgba(ink[0], ink[1], ink[2], alpha);
}
