"""Cockpit 驾驶舱: the figures of the day by role, one filter bar, drilled to the rows."""
