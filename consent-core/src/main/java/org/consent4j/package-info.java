/**
 * A site's consent, and one request of it: for applications and adapter authors.
 */
@NullMarked
package org.consent4j;

import org.jspecify.annotations.NullMarked;
