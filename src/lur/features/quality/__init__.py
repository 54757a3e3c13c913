"""Learning from contacts: the team's forms, which contacts are listened to, what came of it and how it moves.

Which contact is drawn nobody decides; who was drawn, from how many and by which seed is kept, so that anybody
can draw it again. Figures lie in tables. What somebody wrote about a contact, and where in its sound, lies in
the vault with the contact: erasing the contact erases the words, and the figures stay.
"""
