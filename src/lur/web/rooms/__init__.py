"""The application's rooms: each puts a few features together with what keeps and feeds them."""
