"""The live centre: who waits, who serves, who gets whom. Pure: no clock, no I/O, no entropy."""
