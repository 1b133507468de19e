package dev.baton.proptests;

import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tests that enumerate, for minutes, what does not depend on the JDK: schedules, stops and seeded
 * faults. Where the tests run on several JDKs, {@code -Dbaton.once=skip} leaves them to one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(
        named = "baton.once",
        matches = "skip",
        disabledReason = "it runs on one JDK, as what it enumerates does not depend on that")
public @interface OnOneJdk {}
