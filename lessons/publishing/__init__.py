"""The library in other places: as pages for a place without a server, and as documents for a search server."""
