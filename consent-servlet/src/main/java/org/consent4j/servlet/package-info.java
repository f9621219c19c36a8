/**
 * Consent in a Servlet pipeline: for applications on Servlet containers.
 */
@NullMarked
package org.consent4j.servlet;

import org.jspecify.annotations.NullMarked;
