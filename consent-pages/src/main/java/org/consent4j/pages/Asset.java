package org.consent4j.pages;

/**
 * A file that pages refer to, under a name that changes with its content, so that it never has to be asked for again.
 */
record Asset(String name, Content content) {}
