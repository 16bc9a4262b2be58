"""Organisation 组织: units, positions and who holds them, by date."""
