"""The team's phrases: good words at hand for each moment of a talk, in the customer's language."""
