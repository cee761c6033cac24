"""The whole library as one dated file for those who build on it: ``contents`` says what is in it, ``about`` what it says of itself,
``archive`` writes it as a file or a folder, ``verifying`` tells whether it still has every byte.
"""
