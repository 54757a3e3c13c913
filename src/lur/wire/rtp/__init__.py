"""RTP and its payloads as bytes in, values out: headers, keys (RFC 4733), G.711, WAV. Pure: no clock,
socket or file.
"""
