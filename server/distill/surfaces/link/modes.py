"""The values of the setting `link`, apart from the server: the settings are read before it."""

from typing import Final

OFF: Final = "off"
ON: Final = "on"
"""Tempo and bars are shared."""
TRANSPORT: Final = "transport"
"""Starts and stops are shared too: the session leads only while its transport runs."""
