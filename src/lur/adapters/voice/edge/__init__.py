"""The voice edge: SIP signalling as its own process. It turns what happens on lines into facts, and wishes
into SIP.
"""
