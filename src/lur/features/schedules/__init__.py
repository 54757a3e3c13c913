"""Reports that come by mail: who gets which, when, and what became of each mail."""
