"""A second, naive opinion: the pack's definitions read as YAML and worked out over dict rows, without Ibis or SQL."""
