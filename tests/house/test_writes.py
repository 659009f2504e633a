"""Files are written through `storage/atomic.py`; who writes otherwise says why here."""

import ast

import pytest

from kit.house import PACKAGE, modules

ATOMIC = "storage/atomic.py"
OTHERWISE = {
    ("sinks/file.py", "open"): "a recording grows while it plays and is whole at any moment",
    ("cli/doctor.py", "open"): "a trial server's log, written by that process itself",
    ("cli/hosting.py", "open"): "the log of a server in the background, written by that process",
    ("cli/console.py", "open"): "the history of the prompt grows line by line",
    ("cli/send_request.py", "os.open"): "what nobody reads any more goes nowhere (os.devnull)",
    ("cli/job_file.py", "copyfile"): "a guest for one request, removed when it is answered",
    ("ring/memory.py", "os.open"): "shared memory by its file: room is claimed, nothing is kept",
    ("sinks/device.py", "os.open"): "what a library prints goes nowhere (os.devnull)",
    ("surfaces/midi/process.py", "os.open"): "what a library prints goes nowhere (os.devnull)",
}
"""Module and call, and why it may."""
WRITES = {"write_text", "write_bytes", "save_file", "serialize_file", "tofile", "memmap"}
OF_LIBRARIES = {
    "shutil": {"copyfile", "copy", "copy2", "copytree", "move"},
    "os": {"replace", "rename", "link"},
    "json": {"dump"},
}


def words(node):
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]


def writing(call):
    """Name the way in which a call writes a file; nothing if it does not."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    owner = getattr(getattr(function, "value", None), "id", "")
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if owner == "os" and name == "open":
        flags = {one.attr for one in ast.walk(call) if isinstance(one, ast.Attribute)}
        return "os.open" if flags & {"O_WRONLY", "O_RDWR", "O_CREAT"} else ""
    if name == "open":
        modes = [word for one in given for word in words(one) if isinstance(word, str)]
        return "open" if any(set(mode) & set("wax+") and len(mode) < 4 for mode in modes) else ""
    mapped = name == "memmap" and "r" in [word for one in given for word in words(one)]
    found = name in WRITES or name in OF_LIBRARIES.get(owner, ())
    return name if found and not mapped else ""


def writes(text):
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return {way for call in calls if (way := writing(call))}


def test_files_are_written_in_one_place_or_for_a_reason():
    found = {
        (path.relative_to(PACKAGE).as_posix(), way)
        for path in modules()
        for way in writes(path.read_text("utf-8"))
    }
    other = {row for row in found if row[0] != ATOMIC}
    assert other == set(OTHERWISE)
    assert (ATOMIC, "open") in found


def test_errors_are_told_apart_by_their_number_in_one_place():
    numbers = ("ENOSPC", "EDQUOT", "EFBIG")
    for path in modules():
        text = path.read_text("utf-8")
        name = path.relative_to(PACKAGE).as_posix()
        if name not in (ATOMIC, "storage/clips.py"):  # clips refuse a disk that is nearly full
            assert not any(number in text for number in numbers), name
        raised = "raise DiskFull" in text
        if name != "sinks/file.py":  # a recording ends before the disk is full
            assert not raised or name in (ATOMIC, "training/loop/trainer.py"), name


@pytest.mark.parametrize(
    "text",
    [
        "path.write_text('x')",
        "path.write_bytes(b'x')",
        "open(path, 'w')",
        "path.open('wb')",
        "path.open(mode='a')",
        "path.open('x', encoding='utf-8')",
        "os.open(path, os.O_WRONLY | os.O_CREAT)",
        "os.replace(a, b)",
        "shutil.copyfile(a, b)",
        "save_file(tensors, path)",
        "np.memmap(path, np.float16, 'w+')",
        "json.dump(data, file)",
    ],
)
def test_a_plain_write_would_be_found(text):
    assert writes(text)


@pytest.mark.parametrize(
    "text",
    ["path.open('rb')", "path.open()", "text.replace('a', 'b')", "np.memmap(path, f2, mode='r')"],
)
def test_what_only_reads_is_let_be(text):
    assert not writes(text)
