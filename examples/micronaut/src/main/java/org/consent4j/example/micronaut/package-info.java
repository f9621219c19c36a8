/**
 * A small open-data portal whose cookies are decided by its catalogue: the shortest real program on Micronaut.
 */
@NullMarked
package org.consent4j.example.micronaut;

import org.jspecify.annotations.NullMarked;
