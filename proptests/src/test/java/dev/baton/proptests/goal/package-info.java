/**
 * The goals of the kit, measured: {@code Goals} prints which figure was reached and which was not. It
 * is no test: a figure that depends on the machine fails no build.
 */
@NullMarked
package dev.baton.proptests.goal;

import org.jspecify.annotations.NullMarked;
