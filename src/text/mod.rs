//! Pure text: charsets, clean-up, sentences, languages, dates. No IO, no clock.
