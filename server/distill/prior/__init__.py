"""The prior: a Transformer that predicts the next code of a grid."""
