"""Add two rows to the parameters, and print where they appear: `added.py FOLDER`.

It must be a separate process: modules read the table when they are imported.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from distill.parameters import PARAMETERS, Group, Scope

ADDED: Final = {
    "drive": (Scope.MASTER, Group.OUTPUT),
    "drift": (Scope.VOICE, Group.LIVE),
}
FROM, TO = 0.25, 0.75
"""The default, and the value that is set."""
GLIDE_S: Final = 0.03


def add() -> None:
    """Put the rows into the table."""
    for name, (scope, group) in ADDED.items():
        PARAMETERS[name] = replace(
            PARAMETERS["width"], name=name, scope=scope, group=group, default=FROM,
            about="A row that only a test knows.", glide_s=GLIDE_S,
        )  # fmt: skip


def words(name: str) -> dict[str, Any]:
    """Return the descriptions of a row (Any: JSON)."""
    from distill.commands.describe import as_json, as_markdown
    from distill.surfaces.wire_schema import PARAMETER_ADDRESSES

    row = next(row for row in as_json()["parameters"] if row["name"] == name)
    return {
        "address": row["address"],
        "group": row["group"],
        "normalized": f"{row['address']}/normalized" in PARAMETER_ADDRESSES,
        "manual": f"`{row['address']}` | {FROM:g} | 0..1 ratio" in as_markdown(),
    }


def state(name: str) -> dict[str, Any]:
    """Return its value in score and snapshot, and its goal or glide in live sound (Any: JSON)."""
    from distill.session.packing import pack, unpack
    from distill.worker.chain import Chain
    from distill.worker.voice import GLIDES_S
    from kit.instrument import tiny_session

    session = tiny_session()
    before = session.score().values[name]
    session.set_parameter(name, TO)
    chain = Chain()
    chain.set_targets(session.score().values)
    header, arrays = pack(session.snapshot(b""))
    kept = unpack(header, arrays).parameters[name]
    del header["parameters"][name]
    return {
        "score": [before, session.score().values[name]],
        "snapshot": [unpack(header, arrays).parameters[name], kept],
        "chain": [glide.goal for one, glide in chain.state().knobs.items() if one == name],
        "voice": [glide_s for one, glide_s in GLIDES_S.items() if one == name],
    }


def faces(folder: Path) -> dict[str, Any]:
    """Write all files that are generated from the table into a folder; find the rows in them.

    Returns:
        Files with the rows, and violations of the rules of each kind of file (Any: JSON).
    """
    from kit import generated, patch_rules, pd_rules, pure_data

    having: dict[str, list[str]] = {name: [] for name in ADDED}
    for path, text in generated.files():
        where = path.relative_to(generated.HERE).as_posix()
        (folder / where).parent.mkdir(parents=True, exist_ok=True)
        (folder / where).write_text(text, "utf-8")
        for name in ADDED:
            having[name] += [where] if name in text else []
    scripts = folder / "max_patches" / "javascript"
    scripts.mkdir()
    for script in (generated.MAX / "javascript").glob("*.js"):
        (scripts / script.name).write_bytes(script.read_bytes())
    package = patch_rules.Package.read(folder / "max_patches")
    wrong = [text for rule in patch_rules.RULES.values() for text in rule(package)]
    own = sorted((folder / "pd").glob("*.pd"))
    others = [p for p in pure_data.FOLDER.glob("*.pd") if p.name not in {q.name for q in own}]
    sheets = [sheet for path in (*others, *own) for sheet in pure_data.read(path)]
    wrong += [text for rule in pd_rules.RULES.values() for text in rule(sheets)]
    return {"having": having, "wrong": wrong}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    add()
    rows = {name: {**words(name), **state(name)} for name in ADDED}
    print(json.dumps({"rows": rows, **faces(Path(sys.argv[1]))}))  # noqa: T201 - read by a test
