"""What the voice edge must know of the company: the agents' phones, the addresses that customers dial, the
lines to operators and the company's name as it is spoken. The edge is sent the whole of it whenever it
changes.

Agents' names and all secrets lie in the vault (subjects ``agent:ID`` and ``trunk:ID``); only ids are here.
"""
