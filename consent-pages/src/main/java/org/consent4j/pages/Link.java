package org.consent4j.pages;

/**
 * A link within the site.
 *
 * @param path where it leads, with the context path; a checked path on this site
 * @param text what it says
 */
public record Link(String path, String text) {}
