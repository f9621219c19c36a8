/**
 * Speed and memory, beside the peers and the physical limit; not published.
 */
package org.consent4j.benchmarks;
