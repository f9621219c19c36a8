/**
 * What a site declares: for authors of a catalogue.
 */
@NullMarked
package org.consent4j.catalogue;

import org.jspecify.annotations.NullMarked;
