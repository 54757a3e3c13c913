"""What callers hear Lur say, sentence by sentence, and a company's own voice in place of any of them."""
