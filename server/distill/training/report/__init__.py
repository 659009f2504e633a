"""Reports of a training: the model card, the report page and its charts."""
