"""Files: models, sounds, clips and snapshots, and the folders that clients may name."""
