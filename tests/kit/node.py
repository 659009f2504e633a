"""Runs modules of the page in node, and returns the value of a script."""

import json
import subprocess
from pathlib import Path
from typing import Any

from kit.house import PACKAGE
from kit.peers import need

PAGE = PACKAGE / "surfaces" / "web" / "page"


def node(module: str, script: str) -> Any:
    """Import a module as `it`, run a script, and return its value (Any: JSON)."""
    names = f"import * as it from {json.dumps((PAGE / module).as_uri())};"
    whole = f"{names} const run = () => {{ {script} }}; console.log(JSON.stringify(run()));"
    done = subprocess.run(
        [need("node"), "--input-type=module", "-e", whole],
        check=False, capture_output=True, text=True, timeout=60, cwd=Path.cwd(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
