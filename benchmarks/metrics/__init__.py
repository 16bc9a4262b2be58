"""Pack metrics beside hand-written SQL, roll-ups, other semantic layers and storage: see README.md."""
