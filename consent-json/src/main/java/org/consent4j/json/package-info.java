/**
 * Catalogues that stand in files, at addresses and in databases, for those who keep a site's list of cookies there.
 */
@NullMarked
package org.consent4j.json;

import org.jspecify.annotations.NullMarked;
