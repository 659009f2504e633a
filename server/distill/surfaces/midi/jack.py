"""Lists the ports of JACK through its own library, without disturbing its clients.

Listing through rtmidi takes a new client each time, since an old one shows the ports of a dead
server for ever; and JACK may lose messages that arrive while a client joins or leaves: 1 % of all
(measured, at 100 a second). One client that is never activated, and that is notified when the
server dies, loses none.
"""

import ctypes
import os
import threading
from typing import Final

NAMES: Final = ("libjack.so.0", "libjack.0.dylib", "libjack64.dll", "libjack.dll")
"""File names of the library."""
IS_INPUT: Final = 1
IS_OUTPUT: Final = 2
"""Flags of ports (jack/types.h)."""
NO_START_SERVER: Final = 1
"""Option of a new client (jack/types.h)."""
MIDI: Final = b"8 bit raw midi"
"""Type of a port (jack/midiport.h)."""

_Texts = ctypes.POINTER(ctypes.c_char_p)
_Shutdown = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


def load() -> ctypes.CDLL | None:
    """Load the library; return None if it is not installed."""
    for name in NAMES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.jack_client_open.restype = ctypes.c_void_p
        library.jack_get_ports.restype = _Texts
        library.jack_port_by_name.restype = ctypes.c_void_p
        library.jack_port_get_all_connections.restype = _Texts
        return library
    return None


class Jack:
    """A client that only lists ports.

    Threads: one; JACK's own reports the end of the server.
    """

    def __init__(self, library: ctypes.CDLL) -> None:
        """Join the server.

        Raises:
            OSError: None is running.
        """
        self._library = library
        self._gone = threading.Event()
        status = ctypes.c_int()
        name = f"distill-look-{os.getpid()}".encode()
        client = library.jack_client_open(name, NO_START_SERVER, ctypes.byref(status))
        if not client:
            raise OSError("JACK server not running?")
        self._client = ctypes.c_void_p(client)
        self._on_shutdown = _Shutdown(lambda _: self._gone.set())  # JACK calls it
        library.jack_on_shutdown(self._client, self._on_shutdown, None)

    def ports(self, flag: int) -> list[str]:
        """List the ports of a kind.

        Raises:
            OSError: The server is gone.
        """
        if self._gone.is_set():
            raise OSError("the JACK server is gone")
        return self._texts(
            self._library.jack_get_ports(self._client, None, MIDI, ctypes.c_ulong(flag))
        )

    def connections(self, name: str) -> set[str]:
        """Return the ports that a port is connected to; empty when it does not exist."""
        port = self._library.jack_port_by_name(self._client, name.encode())
        if not port:
            return set()
        connected = self._library.jack_port_get_all_connections(self._client, ctypes.c_void_p(port))
        return set(self._texts(connected))

    def _texts(self, found: "ctypes._Pointer[ctypes.c_char_p]") -> list[str]:
        """Copy a list of JACK's and free it."""
        if ctypes.cast(found, ctypes.c_void_p).value is None:
            return []
        texts: list[str] = []
        while (text := found[len(texts)]) is not None:
            texts.append(text.decode("utf-8", "replace"))
        self._library.jack_free(found)
        return texts
