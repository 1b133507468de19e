/** Arbitraries and hooks that join JUnit and jqwik to the laws. */
@NullMarked
package dev.baton.proptests;

import org.jspecify.annotations.NullMarked;
