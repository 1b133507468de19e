/** Scenarios as workloads: the real engine and sharing core on simulated devices. */
@NullMarked
package dev.baton.explore.scenario;

import org.jspecify.annotations.NullMarked;
