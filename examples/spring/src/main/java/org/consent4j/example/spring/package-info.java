/**
 * A small open-data portal whose cookies are decided by its catalogue: the shortest real program on Spring Boot.
 */
@NullMarked
package org.consent4j.example.spring;

import org.jspecify.annotations.NullMarked;
