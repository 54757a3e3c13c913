"""How far a company has come with setting up."""
