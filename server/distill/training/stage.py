"""The two stages of a training, and which of them to run."""

from enum import StrEnum


class Stage(StrEnum):
    """What to train: the codec, the prior of an existing codec, or one after the other."""

    BOTH = "both"
    CODEC = "codec"
    PRIOR = "prior"
