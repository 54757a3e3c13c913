"""The media plane: a process of its own that moves sound, so that nothing else can make a call stutter."""
