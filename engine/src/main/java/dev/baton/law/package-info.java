/** The laws: checkers that judge a run by its events alone. */
@NullMarked
package dev.baton.law;

import org.jspecify.annotations.NullMarked;
