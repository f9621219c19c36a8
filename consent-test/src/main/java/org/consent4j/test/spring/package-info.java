/**
 * Help for tests of Spring applications: visitors who have chosen, and an assertion on what the application sets.
 */
@NullMarked
package org.consent4j.test.spring;

import org.jspecify.annotations.NullMarked;
