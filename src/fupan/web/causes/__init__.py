"""Causes and measures 原因与措施: page owners write them in the web, up to the deadline; a sheet is the other way in."""
