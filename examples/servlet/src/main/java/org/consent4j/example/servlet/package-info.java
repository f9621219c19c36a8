/**
 * A small open-data portal whose cookies are decided by its catalogue: the shortest real program on Servlet.
 */
@NullMarked
package org.consent4j.example.servlet;

import org.jspecify.annotations.NullMarked;
