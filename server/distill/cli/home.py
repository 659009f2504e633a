"""The home folder of the user, below which sounds, clips and models lie."""

import os
import sys
from pathlib import Path
from typing import Final

from distill.errors import BadArgument

VARIABLE: Final = "USERPROFILE" if sys.platform == "win32" else "HOME"


def settle_home() -> str:
    """Have the home folder be an absolute path, for this process and those that it starts.

    An empty or relative one would make folders wherever Distill is started. Then the folder that
    the system has for the user's account is taken. Call it before anything asks for the folder.

    Returns:
        What was wrong, and the folder that is used; empty if nothing was.

    Raises:
        BadArgument: The account has none either.
    """
    given = os.environ.get(VARIABLE)
    if given is not None and Path(given).is_absolute():
        return ""
    os.environ.pop(VARIABLE, None)
    wrong = f"{VARIABLE} is {given!r}, which is not an absolute path" if given is not None else ""
    try:
        home = Path.home()
        if not home.is_absolute():
            raise RuntimeError(home)  # noqa: TRY301 - as the system's own
    except RuntimeError as error:
        raise BadArgument(
            f"{wrong or f'{VARIABLE} is not set'}, and this account has no home folder; set "
            f"{VARIABLE} to the folder that Distill shall use"
        ) from error
    os.environ[VARIABLE] = str(home)
    return f"{wrong}; using {home}" if wrong else ""
