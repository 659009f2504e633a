"""The two stages of a training, and which of them to do."""

from enum import StrEnum


class Stage(StrEnum):
    """What to train: the codec, the prior of a codec that is there, or one after the other."""

    BOTH = "both"
    CODEC = "codec"
    PRIOR = "prior"
