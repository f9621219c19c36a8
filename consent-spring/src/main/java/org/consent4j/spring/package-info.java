/**
 * For applications on Spring MVC and Spring Boot: a filter, controllers' parameters and annotations, and their
 * auto-configuration.
 */
@NullMarked
package org.consent4j.spring;

import org.jspecify.annotations.NullMarked;
