/**
 * For applications on Micronaut: a filter, controllers' parameters and annotations, and the beans that they need.
 */
@NullMarked
package org.consent4j.micronaut;

import org.jspecify.annotations.NullMarked;
