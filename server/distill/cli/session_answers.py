"""Sentences for the answers of all other commands: transport, models, files, MIDI, displays."""

from collections.abc import Callable, Mapping
from typing import Final

from distill.cli import status_table
from distill.cli.ended import Ended, count, plain

ROW: Final = 12
"""Numbers in a line."""


def _names(one: str, none: str) -> Callable[[Ended], str]:
    """Make the sentence of a list of names."""

    def said(ended: Ended) -> str:
        names = [str(page[0]) for page in ended.pages]
        return f"{count(len(names), one)}: {', '.join(names)}" if names else none

    return said


def _controls(ended: Ended) -> str:
    """Say what each MIDI control does, one line each."""
    lines = [
        " ".join(
            [
                f"{target}: {source}" if number == -1 else f"{target}: {source} {number}",
                *([f"on channel {channel}"] if channel else []),
                *([f"of {port}"] if port else []),
                f"({mode})",
            ]
        )
        for target, source, number, channel, port, mode, *_ in ended.pages
    ]
    return "\n".join([*lines, f"{count(len(lines), 'binding')} in {ended.text(0)}"])


# --- the transport


def _plays(ended: Ended) -> str:
    return f"plays {ended.text(0)}, {ended.number(1):.1f} s a round; seed {ended.text(2)}"


def _streams(ended: Ended) -> str:
    slot = ended.text(0)
    after = "from nothing" if slot == "-" else f"on from the end of {slot}"
    return f"the model writes and plays {after}; seed {ended.text(1)}"


def _panicked(ended: Ended) -> str:
    return f"silence; {count(ended.number(0), 'request')} cancelled"


def _towards(ended: Ended) -> str:
    slot = ended.text(0)
    return "morph blends towards nothing" if slot == "-" else f"morph blends towards {slot}"


def parameter(ended: Ended) -> str:
    """Say the value of a parameter, with its unit, or with the word of a choice."""
    from distill.parameters import PARAMETERS

    asked = ended.answer.verb.partition("/")[2]
    *names, value = ended.values  # a query is answered by the value alone, on its own address
    name = str(names[0]) if names else asked
    row = PARAMETERS.get(name)
    if row is None or isinstance(value, str):
        return f"{name} is {plain(value)}"
    if row.choices and value == int(value) and 0 <= value < len(row.choices):
        return f"{name} is {row.choices[int(value)]}"
    unit = "" if row.unit == "ratio" else f" {row.unit}"
    return f"{name} is {plain(float(value)) if not row.whole else int(value)}{unit}".rstrip()


# --- slots, models, snapshots, presets


def _slots(ended: Ended) -> str:
    if not ended.pages:
        return "all slots are empty; fill one with generate or encode"
    wide = max(len(str(page[0])) for page in ended.pages)
    return "\n".join(
        f"{page[0]!s:{wide}}  {count(float(page[1]), 'column'):>12}  {float(page[2]):6.1f} s  "
        + "  ".join(map(plain, page[3:]))
        for page in ended.pages
    )


def _models(ended: Ended) -> str:
    names = [f"{page[0]}{' (loaded)' if page[1] else ''}" for page in ended.pages]
    return ", ".join(names) or "the library has no model; train one with distill train"


def _loaded(ended: Ended) -> str:
    writes = "writes and plays" if ended.number(4) else "plays, but has no prior to write with"
    codes = f"{count(ended.number(2), 'level')} of {count(ended.number(3), 'code')}"
    dropped = f". {ended.text(7)}" if len(ended.values) > 7 and ended.text(7) else ""  # noqa: PLR2004 - from older servers, seven
    return f"loaded {ended.text(0)}: {codes}; it {writes}{dropped}"


def _recalled(ended: Ended) -> str:
    if ended.number(1):
        return f"recalled {ended.text(0)}; everything is as it was"
    return f"recalled {ended.text(0)}. {ended.text(2)}"


def _preset_saved(ended: Ended) -> str:
    return f"saved preset {ended.text(0)} with {count(ended.number(1), 'parameter')}"


def _preset_recalled(ended: Ended) -> str:
    glide = f" over {ended.number(2):g} s" if ended.number(2) else ""
    return f"recalled preset {ended.text(0)}: {count(ended.number(1), 'parameter')}{glide}"


def _files(ended: Ended) -> str:
    flat = [word for page in ended.pages for word in page]
    rows = list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))
    wide = max(len(str(name)) for name, _, _ in rows)
    lines = [
        f"{name!s:{wide}}  {float(end):7.1f} s{'' if use else '  (left out)'}"
        for name, end, use in rows
    ]
    return "\n".join([*lines, _chosen(ended.number(1), ended.number(0))])


def _chosen(used: float, total: float) -> str:
    return f"writes from {f'all {total:g}' if used == total else f'{used:g} of {total:g}'} sounds"


def _restricted(word: str, nothing: str) -> Callable[[Ended], str]:
    """Make the sentence of only and avoid."""

    def said(ended: Ended) -> str:
        patterns = ", ".join(map(plain, ended.values[2:]))
        what = f"{word} {patterns}" if patterns else nothing
        return f"{what}: {_chosen(ended.number(0), ended.number(1))}"

    return said


def _map(ended: Ended) -> str:
    return (
        f"the places of {count(ended.number(1), 'moment')} of {count(ended.number(0), 'sound')}; "
        "lead there with param/map_x, param/map_y and param/map_pull"
    )


# --- MIDI


def _learning(ended: Ended) -> str:
    return f"move the control for {ended.text(0)}: a knob in both directions, a button twice"


def _bound(ended: Ended) -> str:
    target, source, number, channel, port, mode = map(plain, ended.values)
    which = "" if number == "-1" else f" {number}"
    return f"{target} is bound to {source}{which} on channel {channel} of {port}, {mode}"


def _learning_ended(ended: Ended) -> str:
    if not ended.values:
        return "no control was being learned"
    return f"no longer waits for the control of {ended.text(0)}"


def _bindings(ended: Ended) -> str:
    return f"{ended.text(0)}: {count(ended.number(1), 'binding')}"


# --- the connection, displays


def _addresses(ended: Ended) -> str:
    return "\n".join(f"{page[0]} {page[1]}\n    {page[2]}" for page in ended.pages)


def _subscribed(ended: Ended) -> str:
    return f"answers and news go to port {ended.text(0)} for {ended.number(1):g} s"


def _unsubscribed(ended: Ended) -> str:
    port = int(ended.number(0))
    return f"port {port} gets no more news" if port else "no port of this client gets news"


def _live_values(ended: Ended) -> str:
    rate, port, lease = (ended.number(at) for at in range(3))
    if not rate:
        return "no more live values"
    where = f" to port {port:g}" if port else ""
    return f"sends live values {rate:g} times a second{where} for {lease:g} s"


def _colours(ended: Ended) -> str:
    level, codes, share = (ended.number(at) for at in range(3))
    places = sum(len(page) for page in ended.pages) // 3
    return (
        f"level {level:g}: the places of {places} of {count(codes, 'code')} in three dimensions, "
        f"which show {100 * share:.0f} % of their differences"
    )


def _surprise(ended: Ended) -> str:
    nats = [float(value) for page in ended.pages for value in page]
    lines = [f"{ended.text(0)}: {ended.number(2):.2f} nats for each code on average"]
    for at in range(0, len(nats), ROW):
        row = " ".join(f"{value:.2f}" for value in nats[at : at + ROW])
        lines.append(f"{at:5}  {row}")
    return "\n".join(lines)


def _spectra(ended: Ended) -> str:
    if not ended.pages:
        return f"no spectrum since number {ended.text(0)}; nothing newer has been heard"
    left, right = (float(level) for level in ended.pages[-1][:2])
    return (
        f"spectrum {ended.text(0)}: peaks at {left:.1f} and {right:.1f} dB; "
        f"{len(ended.pages)} in this answer"
    )


SESSION_SENTENCES: Final[Mapping[str, Callable[[Ended], str]]] = {
    "slots": _slots,
    "play": _plays,
    "stream": _streams,
    "stop": lambda _: "the sound fades out",
    "panic": _panicked,
    "towards": _towards,
    "models": _models,
    "load": _loaded,
    "files": _files,
    "map": _map,
    "only": _restricted("only", "no restriction"),
    "avoid": _restricted("not", "nothing is avoided"),
    "snapshot": lambda e: f"saved snapshot {e.text(0)}",
    "recall": _recalled,
    "blend": lambda e: f"blended {e.text(0)} and {e.text(1)} at {e.number(2):g}",
    "snapshots": _names("snapshot", "there are no snapshots; save one with: snapshot NAME"),
    "discard": lambda e: f"removed snapshot {e.text(0)}",
    "preset/save": _preset_saved,
    "preset/recall": _preset_recalled,
    "preset/list": _names("preset", "there are no presets; save one with: preset/save NAME"),
    "preset/discard": lambda e: f"removed preset {e.text(0)}",
    "midi/learn": _learning,
    "midi/confirm": _bound,
    "midi/cancel": _learning_ended,
    "midi/forget": lambda e: f"removed {count(e.number(1), 'binding')} of {e.text(0)}",
    "midi/reload": _bindings,
    "midi/map": _bindings,
    "midi/keep": _bindings,
    "midi/list": _controls,
    "midi/maps": _names("map", "there are no further maps; write one with: midi/keep NAME"),
    "subscribe": _subscribed,
    "unsubscribe": _unsubscribed,
    "telemetry": _live_values,
    "ping": lambda _: "the server answers",
    "sync": lambda _: "every earlier request of this client has ended",
    "status": lambda e: status_table.matters({str(page[0]): page[1] for page in e.pages}),
    "list": _addresses,
    "cancel": lambda e: f"cancelled {count(e.number(0), 'request')}",
    "colours": _colours,
    "surprise": _surprise,
    "spectrum": _spectra,
}
