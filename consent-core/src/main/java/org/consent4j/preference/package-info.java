/**
 * What a visitor chose, and how it is kept in one cookie: for applications that read choices, and for adapter authors.
 */
@NullMarked
package org.consent4j.preference;

import org.jspecify.annotations.NullMarked;
