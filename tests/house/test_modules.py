"""Each module of the program is one idea, says so, and is tested where one looks for it."""

import ast

import pytest

from kit.house import PACKAGE, ROOT, modules

MOST_LINES = 400

ELSEWHERE = {
    # Started only as a whole process.
    "__main__": "cli/test_main.py",
    "types": "test_units.py",
    "app/lifecycle": "journeys/test_live.py",
    "cli/osc_client": "journeys/test_jobs.py",
    "cli/console_client": "cli/test_console.py",
    "cli/console_state": "cli/test_console.py",
    "cli/ended": "cli/test_answers.py",
    "cli/slot_answers": "cli/test_answers.py",
    "cli/session_answers": "cli/test_answers.py",
    "cli/guarded": "cli/test_main.py",
    "cli/hosting": "journeys/test_jobs.py",
    "worker/entry": "journeys/test_worker_death.py",
    "worker/worker_process": "journeys/test_worker_death.py",
    "processes/child": "processes/test_supervisor.py",
    "sinks/sink_process": "sinks/test_processes.py",
    "sinks/supervised": "sinks/test_processes.py",
    "sinks/options": "sinks/test_registry.py",
    "sinks/null": "sinks/test_processes.py",
    "sinks/sink_control": "sinks/test_processes.py",
    "surfaces/link/modes": "surfaces/link/test_server.py",
    "surfaces/link/process": "journeys/test_link.py",
    "surfaces/midi/jack": "journeys/test_midi.py",
    "surfaces/midi/process": "journeys/test_midi.py",
    "surfaces/midi/port_messages": "surfaces/midi/test_server.py",
    "surfaces/midi/control_kind": "surfaces/midi/test_binding.py",
    # What both wires share is tested where each uses it.
    "surfaces/wire_schema": "surfaces/test_translate.py",
    "surfaces/allow_list": "surfaces/test_subscribers.py",
    # Only meant together, on real sockets.
    "surfaces/web/connection_limiter": "surfaces/web/test_server.py",
    "surfaces/web/http_connection": "surfaces/web/test_server.py",
    "surfaces/web/websocket_writer": "surfaces/web/test_server.py",
    "surfaces/web/http_handlers": "surfaces/web/test_server.py",
    "surfaces/web/sockets": "surfaces/web/test_server.py",
    # All commands are said in wire words in one place.
    "commands/controllers": "commands/test_commands.py",
    "commands/edits": "commands/test_commands.py",
    "commands/parameter": "commands/test_commands.py",
    "commands/presets": "commands/test_commands.py",
    "commands/snapshots": "commands/test_commands.py",
    "commands/sound": "commands/test_commands.py",
    "commands/system": "commands/test_commands.py",
    "commands/transport": "commands/test_commands.py",
    "commands/variation": "commands/test_commands.py",
    "commands/writing": "commands/test_commands.py",
    # Values and ports: what they hold is tested by who uses them.
    "engine/replies": "engine/test_engine.py",
    "engine/events": "engine/test_engine.py",
    "engine/notifiers": "engine/test_engine.py",
    "engine/audio_history": "engine/test_engine.py",
    "engine/pending_requests": "engine/test_engine.py",
    "engine/ports": "engine/test_engine.py",
    "protocol/messages": "engine/test_engine.py",
    "commands/context": "session/test_session.py",
    "protocol/clock_pulse": "engine/test_beat_scheduler.py",
    "protocol/score": "session/test_session.py",
    "protocol/tasks": "commands/test_commands.py",
    "protocol/corpus_tasks": "worker/test_corpus_steps.py",
    "protocol/source_folders": "app/test_rooted_files.py",
    "session/live_meters": "house/test_vocabulary.py",
    "protocol/input": "session/test_recording_buffer.py",
    "session/loaded_model": "session/test_session.py",
    "session/input_recorder": "session/test_recording_buffer.py",
    "session/slots": "session/test_session.py",
    "worker/worker_shared": "worker/test_task_thread.py",
    "worker/task_step": "worker/test_task_steps.py",
    "worker/source_decoder": "worker/test_source_reader.py",
    "worker/voice": "worker/test_renderer.py",
    # Inner parts that are only meant through one door.
    "prior/prior_config": "nn/test_transformer.py",
    "nn/blocks": "nn/test_transformer.py",
    "prior/arithmetic": "prior/test_sampler.py",
    "prior/kernel": "prior/test_sampler.py",
    "prior/memory_layout": "prior/test_sampler.py",
    "prior/vectors": "prior/test_sampler.py",
    "prior/weights": "prior/test_sampler.py",
    "vocoder/contract": "vocoder/test_vocoders.py",
    "vocoder/phase": "vocoder/test_griffin_lim.py",
    "ring/concealment": "ring/test_reader.py",
    "codec/codec_config": "codec/test_codec.py",
    "mel/mel_config": "mel/test_analysis.py",
    "nn/autoencoder": "nn/test_trainable_codec.py",
    "codec/layers": "nn/test_trainable_codec.py",
    "cli/address_options": "cli/test_server_address.py",
    "training/data/crops": "training/loop/test_codec_stage.py",
    "training/stage": "training/test_resume.py",
}
"""Modules whose tests have another name, and which."""

EACH = [pytest.param(path, id=path.relative_to(PACKAGE).as_posix()) for path in modules()]


def name_of(path):
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def own_test(path):
    rooms = path.relative_to(PACKAGE).parts[:-1]
    deep = ROOT.joinpath("tests", *rooms)
    place = deep if deep.is_dir() else ROOT.joinpath("tests", *rooms[:1])
    return place / f"test_{path.stem}.py"


@pytest.mark.parametrize("path", EACH)
def test_a_module_fits_in_one_head(path):
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", EACH)
def test_the_first_line_of_a_module_says_in_one_sentence_what_it_is(path):
    first = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0]
    assert len(first.split()) >= 3
    assert first[0].isupper() or first[0] in "`0123456789"
    assert first.endswith(".")
    assert ". " not in first


@pytest.mark.parametrize("path", [p for p in EACH if p.values[0].name != "__init__.py"])
def test_a_module_is_tested_where_one_looks_for_it(path):
    elsewhere = ELSEWHERE.get(name_of(path))
    tested = own_test(path) if elsewhere is None else ROOT / "tests" / elsewhere
    assert tested.is_file(), f"{name_of(path)} has no {tested.relative_to(ROOT).as_posix()}"
    assert "def test_" in tested.read_text("utf-8")


def test_the_list_of_tests_elsewhere_is_true():
    known = {name_of(path) for path in modules()}
    assert sorted(set(ELSEWHERE) - known) == []
    needless = [name_of(p) for p in modules() if name_of(p) in ELSEWHERE and own_test(p).is_file()]
    assert needless == []


def test_an_init_only_says_what_the_room_is_for_or_passes_names_on():
    for path in (p for p in modules() if p.name == "__init__.py"):
        body = ast.parse(path.read_text("utf-8")).body
        kinds = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
        assert all(isinstance(node, kinds) for node in body), path
