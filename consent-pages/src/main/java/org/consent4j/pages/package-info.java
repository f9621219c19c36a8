/**
 * The pages of a site's consent and the requests that they answer: for applications and adapter authors.
 */
@NullMarked
package org.consent4j.pages;

import org.jspecify.annotations.NullMarked;
