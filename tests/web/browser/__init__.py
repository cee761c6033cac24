"""Pages in a real browser, which is closed behind the last of them."""
