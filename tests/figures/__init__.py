"""Every number a review draws, worked out once more by SQL of its own (not through the metric layer) and compared."""
