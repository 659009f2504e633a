"""For all tests: compiled kernels are kept as the program keeps them."""

import signal

from distill.storage.compiled import keep_compiled
from kit.marks import pytest_collection_modifyitems  # noqa: F401 - marks by folder; pytest calls it

keep_compiled()

# A shell that runs the tests in the background lets them ignore Ctrl-C, which some of them send.
signal.signal(signal.SIGINT, signal.default_int_handler)
