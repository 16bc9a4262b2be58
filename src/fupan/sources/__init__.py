"""Outside -> contract batches: readers, mapping, units, quarantine, proposals, templates and names."""
