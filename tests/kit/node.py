"""Modules of the page, run by node: what an expression of them comes to."""

import json
import subprocess
from pathlib import Path
from typing import Any

from kit.house import PACKAGE
from kit.peers import need

PAGE = PACKAGE / "surfaces" / "web" / "page"


def node(module: str, script: str) -> Any:
    """Import everything of a module, run a script, and give what it returns (Any: JSON)."""
    names = f"import * as it from {json.dumps((PAGE / module).as_uri())};"
    whole = f"{names} const run = () => {{ {script} }}; console.log(JSON.stringify(run()));"
    done = subprocess.run(
        [need("node"), "--input-type=module", "-e", whole],
        check=False, capture_output=True, text=True, timeout=60, cwd=Path.cwd(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
