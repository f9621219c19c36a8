package org.consent4j.pages;

/**
 * A field of a form that the visitor does not see.
 *
 * @param name the field's name
 * @param value the field's value
 */
public record HiddenField(String name, String value) {}
