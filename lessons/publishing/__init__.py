"""The library in other places: as pages for a place without a server."""
