"""Makes the corpus of a model of a folder of sounds: chosen, levelled, stored and encoded."""
