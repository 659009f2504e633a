import pytest

from distill.cli import status_table

STATUS = {
    "state": "ready", "version": "0.1.0", "uptime_s": 3725.0, "model": "demo",
    "model_checkpoint": "", "transport": "play", "playing": "a", "playing_model": "demo",
    "listening": "", "slots": 2, "undo": 3, "clips": "/x/clips", "worker_load": 0.104,
    "sources": 3, "sources_mb": 12.5,
    "output_state": "running", "output_about": "sound is discarded", "output_underruns": 2,
    "input_state": "closed", "osc_received": 70,
    "web_address": "http://127.0.0.1:9000", "note_output": "",
}  # fmt: skip


def rows(**changed):
    text = status_table.matters({**STATUS, **changed})
    return dict(line.split(maxsplit=1) for line in text.split("\n\n")[0].splitlines())


def test_the_table_has_what_matters_and_leaves_out_the_rest():
    assert rows() == {
        "model": "demo",
        "sound": "plays a",
        "slots": "2 filled; 3 steps to undo",
        "output": "running: sound is discarded",
        "load": "10 % of real time; 2 times late",
        "page": "http://127.0.0.1:9000",
        "sources": "3 sounds kept, 12.5 MB",
        "clips": "/x/clips",
        "version": "0.1.0, up 1 h 2 min",
    }


def test_what_is_wrong_stands_at_the_end():
    text = status_table.matters(
        {**STATUS, "note_output": "No sound output: no card.", "note_late": "Late."}
    )
    assert text.endswith("\n\nNo sound output: no card.\nLate.")


@pytest.mark.parametrize(
    ("changed", "row", "text"),
    [
        ({"state": "loading", "model": ""}, "model", "loading"),
        ({"state": "restarting"}, "model", "demo (restarting)"),
        ({"model_checkpoint": "40 %"}, "model", "demo, trained 40 %"),
        ({"transport": "stream", "playing": ""}, "sound", "streams"),
        ({"transport": "stream", "playing": "b"}, "sound", "streams from b"),
        ({"transport": "stop"}, "sound", "silent"),
        ({"playing_model": "piano"}, "sound", "plays a, still on model piano"),
        ({"listening": "in"}, "records", "into in"),
        ({"input_state": "running", "input_about": "Mic"}, "input", "running: Mic"),
        ({"midi_ports": 2, "midi_bindings": 9, "midi_map": "m"}, "MIDI",
         "2 ports open, 9 bindings of m"),
        ({"uptime_s": 65}, "version", "0.1.0, up 1 min 5 s"),
        ({"uptime_s": 5.9}, "version", "0.1.0, up 5 s"),
    ],
)  # fmt: skip
def test_each_state_has_its_words(changed, row, text):
    assert rows(**changed)[row] == text


def test_a_status_of_an_older_server_is_a_table_too():
    assert status_table.matters({"state": "ready"}).splitlines()[1].split() == ["sound", "silent"]


def test_everything_is_a_line_for_each_figure():
    text = status_table.everything({"state": "ready", "load": 0.10000000149})
    assert [line.split() for line in text.splitlines()] == [["state", "ready"], ["load", "0.1"]]
