//! What stands at a cursor, for all that ask.
