"""What others' specifications ask, by their own libraries; these come with the extra ``conformance``, and without them each test says so."""
