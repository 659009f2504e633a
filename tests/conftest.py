"""For all tests: compiled kernels are kept as the program keeps them."""

from distill.storage.compiled import keep_compiled

keep_compiled()
