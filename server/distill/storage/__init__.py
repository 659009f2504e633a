"""Files: models, sounds and clips, and the folders that clients may name."""
