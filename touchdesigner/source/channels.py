"""Update the parameters in `build_network.py` from the vocabulary of the server.

`PYTHONPATH=server:touchdesigner/source python -m channels`
"""

import re
from pathlib import Path
from typing import Final

from distill.parameters import Group, in_group

PLACE: Final = Path(__file__).resolve().parents[1] / "build_network.py"
BLOCK: Final = re.compile(r"^PARAMETERS = \{\n.*?^\}\n", re.MULTILINE | re.DOTALL)


def block() -> str:
    """Return the assignment: each parameter with its default, group by group."""
    rows = [f'    "{row.name}": {row.default:g},\n' for row in in_group(*Group)]
    return "".join(["PARAMETERS = {\n", *rows, "}\n"])


def network() -> str:
    """Return the text of the file with the current parameters."""
    return BLOCK.sub(lambda _: block(), PLACE.read_text("utf-8"), count=1)


if __name__ == "__main__":
    PLACE.write_text(network(), "utf-8", newline="\n")
    print(PLACE)
