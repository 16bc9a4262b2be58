"""Findings: what detectors see in the tables of a document, scored, proved by cells, and said in ordered sentences."""
