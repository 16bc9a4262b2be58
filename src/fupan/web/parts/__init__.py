"""Parts 部件: a living page of every component of the shell in each of its states, drawn from the very templates pages use."""
