/**
 * Cookie lines as browsers read them, and the two ports of a request: for adapter authors.
 */
@NullMarked
package org.consent4j.http;

import org.jspecify.annotations.NullMarked;
