"""What a customer said, wrote or sent while waiting, for the agent who will help.

Words lie in the vault. Pictures and spoken statements are files, each sealed with a key of its own that lies
in the vault with the contact, so that erasing the contact makes them unreadable. Each reading is written down
first.
"""
