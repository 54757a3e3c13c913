"""Figures over days gone by: counted as things happen, checked each night against the journal."""
