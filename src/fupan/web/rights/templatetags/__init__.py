"""Template tags of rights."""
