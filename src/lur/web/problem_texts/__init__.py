"""Every error code's status and its sentences in three languages, by what they are about."""
