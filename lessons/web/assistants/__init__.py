"""What assistants (programs that speak the Model Context Protocol) may ask of the site, where the plugin datasette-mcp is installed.

``gate`` looks at each of their requests before the plugin does; ``tools`` says what can be asked, and is loaded by the plugin alone.
"""
