/**
 * The behaviour suite that every adapter runs: for adapter authors.
 */
@NullMarked
package org.consent4j.test;

import org.jspecify.annotations.NullMarked;
