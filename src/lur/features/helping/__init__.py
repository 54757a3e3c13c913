"""Who helps colleagues today, who may sit in with whom, and the lines that helpers write meanwhile."""
