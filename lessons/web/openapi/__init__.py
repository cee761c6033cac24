"""What the site's JSON addresses take and answer, as OpenAPI 3.1: ``document`` writes it, ``operations`` says what each address is for,
``schemas`` what answers hold, ``shapes`` how the values of the library become JSON Schema.
"""
